#!/usr/bin/env python3
"""Draws the icons of assets/icons from strokes on a 24 px grid.

Fyne colours an icon by its fill and leaves strokes as they are, so every stroke is written as
its own outline. All outlines run clockwise and lie in one path: under the non-zero rule, which
is SVG's default, overlaps stay filled and a translucent colour stays even.
"""
import math
import pathlib

WIDTH = 1.75


def num(value):
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def at(x, y):
    return num(x) + " " + num(y)


def arc(radius, large, sweep, x, y):
    return f"A{num(radius)} {num(radius)} 0 {large} {sweep} {at(x, y)}"


def line(*points, width=WIDTH):
    """Round-ended strokes through the points."""
    h, out = width / 2, ""
    for (px, py), (qx, qy) in zip(points, points[1:]):
        length = math.hypot(qx - px, qy - py)
        nx, ny = (qy - py) / length * h, -(qx - px) / length * h
        out += (f"M{at(px + nx, py + ny)}L{at(qx + nx, qy + ny)}{arc(h, 0, 1, qx - nx, qy - ny)}"
                f"L{at(px - nx, py - ny)}{arc(h, 0, 1, px + nx, py + ny)}Z")
    return out


def shape(*points):
    """A closed stroke through the points."""
    return line(*points, points[0])


def bow(x, y, radius, start, end, width=WIDTH):
    """A round-ended arc, clockwise from start to end; degrees, 0 points right, 90 down."""
    h, outer, inner = width / 2, radius + width / 2, radius - width / 2
    a, b = math.radians(start), math.radians(end)
    large = 1 if end - start > 180 else 0
    on = lambda r, t: (x + r * math.cos(t), y + r * math.sin(t))
    return (f"M{at(*on(outer, a))}{arc(outer, large, 1, *on(outer, b))}{arc(h, 0, 1, *on(inner, b))}"
            f"{arc(inner, large, 0, *on(inner, a))}{arc(h, 0, 1, *on(outer, a))}Z")


def dot(x, y, radius=1.25):
    return f"M{at(x - radius, y)}{arc(radius, 0, 1, x + radius, y)}{arc(radius, 0, 1, x - radius, y)}Z"


def ring(x, y, radius, width=WIDTH):
    inner = radius - width / 2
    return (dot(x, y, radius + width / 2)
            + f"M{at(x - inner, y)}{arc(inner, 0, 0, x + inner, y)}{arc(inner, 0, 0, x - inner, y)}Z")


def solid(*points):
    """A filled polygon; the points go clockwise."""
    return "M" + "L".join(at(*p) for p in points) + "Z"


def box(x, y, w, h, r=2.0):
    """A stroked rectangle with round corners."""
    return (line((x + r, y), (x + w - r, y)) + line((x + w, y + r), (x + w, y + h - r))
            + line((x + w - r, y + h), (x + r, y + h)) + line((x, y + h - r), (x, y + r))
            + bow(x + r, y + r, r, 180, 270) + bow(x + w - r, y + r, r, 270, 360)
            + bow(x + w - r, y + h - r, r, 0, 90) + bow(x + r, y + h - r, r, 90, 180))


def sheet():
    """A page with a folded corner, open below for what is done with it."""
    return line((6, 21), (6, 3), (14, 3), (19, 8), (19, 21)) + line((14, 3), (14, 8), (19, 8))


ICONS = {
    "desk": box(3.5, 3.5, 7, 9) + box(3.5, 16, 7, 4.5, 1.5) + box(13.5, 11.5, 7, 9) + box(13.5, 3.5, 7, 4.5, 1.5),
    "back": line((15, 5), (8, 12), (15, 19)),
    "forward": line((9, 5), (16, 12), (9, 19)),
    "search": ring(10.5, 10.5, 6.5) + line((15.4, 15.4), (20.5, 20.5)),
    "add": line((12, 5), (12, 19)) + line((5, 12), (19, 12)),
    "edit": shape((4, 20), (5, 15.5), (16, 4.5), (19.5, 8), (8.5, 19)) + line((13.2, 7.3), (16.7, 10.8)),
    "delete": line((4, 6.5), (20, 6.5)) + line((9, 6.5), (9.6, 3.5), (14.4, 3.5), (15, 6.5))
              + line((6, 6.5), (7, 20.5), (17, 20.5), (18, 6.5)) + line((10.2, 10.5), (10.5, 16.5)) + line((13.8, 10.5), (13.5, 16.5)),
    "import": line((12, 3.5), (12, 15)) + line((7.5, 10.5), (12, 15), (16.5, 10.5)) + line((4, 15.5), (4, 20.5), (20, 20.5), (20, 15.5)),
    "export": line((12, 15), (12, 3.5)) + line((7.5, 8), (12, 3.5), (16.5, 8)) + line((4, 15.5), (4, 20.5), (20, 20.5), (20, 15.5)),
    "columns": box(3.5, 4, 17, 16) + line((9.2, 4), (9.2, 20)) + line((14.8, 4), (14.8, 20)),
    "filter": shape((3.5, 4.5), (20.5, 4.5), (14, 12.5), (14, 20), (10, 17.5), (10, 12.5)),
    "calendar": box(3.5, 5, 17, 15.5) + line((3.5, 10), (20.5, 10)) + line((8, 3), (8, 6.5)) + line((16, 3), (16, 6.5))
                + dot(8, 14, 1.1) + dot(12, 14, 1.1) + dot(16, 14, 1.1) + dot(8, 17.3, 1.1) + dot(12, 17.3, 1.1),
    "user": ring(12, 8, 4) + bow(12, 21, 7.5, 180, 360),
    "undo": line((8.5, 4.5), (4, 9), (8.5, 13.5)) + line((4, 9), (14.5, 9)) + bow(14.5, 14.5, 5.5, 270, 450) + line((14.5, 20), (9.5, 20)),
    "redo": line((15.5, 4.5), (20, 9), (15.5, 13.5)) + line((20, 9), (9.5, 9)) + bow(9.5, 14.5, 5.5, 90, 270) + line((9.5, 20), (14.5, 20)),
    "more": dot(5.5, 12, 1.6) + dot(12, 12, 1.6) + dot(18.5, 12, 1.6),
    "close": line((6, 6), (18, 18)) + line((18, 6), (6, 18)),
    "check": line((4.5, 12.5), (9.5, 17.5), (19.5, 6.5)),
    "warning": shape((12, 3.5), (21.5, 20), (2.5, 20)) + line((12, 9.5), (12, 14)) + dot(12, 17, 1.15),
    "info": ring(12, 12, 9) + dot(12, 7.8, 1.15) + line((12, 11.2), (12, 16.5)),
    "help": ring(12, 12, 9) + bow(12, 9.8, 2.8, 180, 405) + line((13.98, 11.78), (12, 13.6)) + dot(12, 17, 1.15),
    "lock": box(5, 10.5, 14, 10) + line((8, 10.5), (8, 7.5)) + line((16, 10.5), (16, 7.5)) + bow(12, 7.5, 4, 180, 360) + line((12, 14.5), (12, 16.5)),
    "refresh": bow(12, 12, 8, 205, 340) + bow(12, 12, 8, 25, 160) + line((20, 4), (20, 9), (15, 9)) + line((4, 20), (4, 15), (9, 15)),
    "print": line((7, 8), (7, 3.5), (17, 3.5), (17, 8)) + line((7, 17), (3.5, 17), (3.5, 8.5), (20.5, 8.5), (20.5, 17), (17, 17))
             + shape((7, 14), (17, 14), (17, 20.5), (7, 20.5)) + dot(17, 11.3, 1),
    "chart": line((4, 3.5), (4, 20.5), (20.5, 20.5)) + line((8.5, 16.5), (8.5, 12.5), width=2.6)
             + line((13, 16.5), (13, 7), width=2.6) + line((17.5, 16.5), (17.5, 10), width=2.6),
    "list": line((9, 6), (20, 6)) + line((9, 12), (20, 12)) + line((9, 18), (20, 18)) + dot(4.8, 6, 1.3) + dot(4.8, 12, 1.3) + dot(4.8, 18, 1.3),
    "chevron-left": line((14.5, 7), (9.5, 12), (14.5, 17)),
    "chevron-right": line((9.5, 7), (14.5, 12), (9.5, 17)),
    "chevron-up": line((7, 14.5), (12, 9.5), (17, 14.5)),
    "chevron-down": line((7, 9.5), (12, 14.5), (17, 9.5)),
    "sort-up": solid((12, 8), (17, 15), (7, 15)),
    "sort-down": solid((7, 9), (17, 9), (12, 16)),
    "link": line((9.5, 16.5), (8, 18)) + bow(6, 16, 2.83, 45, 225) + line((4, 14), (7.5, 10.5)) + bow(9.5, 12.5, 2.83, 225, 315)
            + line((14.5, 7.5), (16, 6)) + bow(18, 8, 2.83, 225, 405) + line((20, 10), (16.5, 13.5)) + bow(14.5, 11.5, 2.83, 45, 135),
    "attachment": line((7.5, 8), (7.5, 16)) + bow(12, 16, 4.5, 0, 180) + line((16.5, 16), (16.5, 6.5)) + bow(13.5, 6.5, 3, 180, 360)
                  + line((10.5, 6.5), (10.5, 15.5)) + bow(12, 15.5, 1.5, 0, 180) + line((13.5, 15.5), (13.5, 8)),
    "clock": ring(12, 12, 9) + line((12, 7), (12, 12), (15.5, 14)),
    "save": shape((4, 4), (16, 4), (20, 8), (20, 20), (4, 20)) + line((8, 4), (8, 9), (15, 9), (15, 4)) + line((8, 20), (8, 14), (16, 14), (16, 20)),
    "settings": line((4, 7), (11, 7)) + line((17, 7), (20, 7)) + ring(14, 7, 2.4) + line((4, 17), (7, 17)) + line((13, 17), (20, 17)) + ring(10, 17, 2.4),
    "copy": box(8.5, 8.5, 12, 12) + line((5.5, 15.5), (5, 15.5)) + bow(5, 14, 1.5, 90, 180) + line((3.5, 14), (3.5, 5)) + bow(5, 5, 1.5, 180, 270)
            + line((5, 3.5), (14, 3.5)) + bow(14, 5, 1.5, 270, 360) + line((15.5, 5), (15.5, 5.5)),
    "document": sheet() + line((6, 21), (19, 21)) + line((9.5, 12.5), (15.5, 12.5)) + line((9.5, 16.5), (15.5, 16.5)),
    "todo": ring(12, 12, 8.5),
    "half": ring(12, 12, 8.5) + f"M12 3.5{arc(8.5, 0, 1, 12, 20.5)}Z",
    "done": ring(12, 12, 8.5) + line((8, 12.3), (11, 15.2), (16, 9.2)),
    "funnel": solid((3, 4), (21, 4), (18.6, 8.4), (5.4, 8.4)) + solid((6.2, 10), (17.8, 10), (15.6, 14.2), (8.4, 14.2))
              + solid((9.3, 15.8), (14.7, 15.8), (13.4, 20), (10.6, 20)),
}


def main():
    folder = pathlib.Path(__file__).resolve().parent.parent / "assets" / "icons"
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in ICONS.items():
        (folder / f"{name}.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
            f'<path fill="#000000" d="{path}"/></svg>\n')


if __name__ == "__main__":
    main()
