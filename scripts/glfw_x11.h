// scripts/build.sh puts this in the place of GLFW's x11_window.c. GLFW reports every key press before it
// asks the input method, so that Backspace, Enter and Esc, meant for the pinyin being typed,
// also reached the field: Backspace took the last Chinese character away, Enter confirmed the
// dialog. A press that the input method keeps is now no press; one that it hands back comes
// a second time, not filtered, and counts then. GLFW would take that one for a repetition
// unless the first went to the slot of no key, which is what keycode = 0 does.
#include "glfw/src/internal.h"
#define _glfwInputKey(window, key, scancode, action, mods) \
    do { \
        if (filtered && (action) == GLFW_PRESS) \
            keycode = 0; \
        else \
            (_glfwInputKey)(window, key, scancode, action, mods); \
    } while (0)
#include "glfw/src/x11_window.c"
#undef _glfwInputKey
