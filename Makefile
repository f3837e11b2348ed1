# Every target is a script of the same name, so that a machine without make can run it:
# sh scripts/run.sh, sh scripts/test.sh and so on.

.PHONY: run test lint race torture fuzz golden bench window startup e2e e2e-windows tour build dist clean

run: ## install what is missing, build, open the window (or run the tour without a display)
	@sh scripts/run.sh $(if $(FILE),"$(FILE)")

test: ## all tests, without cgo and display
	@sh scripts/test.sh

lint: ## gofmt, vet, golangci-lint with staticcheck, depguard, exhaustive, errorlint
	@sh scripts/lint.sh

race: ## all tests under the race detector
	@sh scripts/race.sh

torture: ## the long form of the tests of what may not be lost: killed writers, damaged files, full disks
	@sh scripts/torture.sh

fuzz: ## codec, journal, imports, work files and hand-ins against random input
	@sh scripts/fuzz.sh

golden: ## the golden work file of the present format, as long as no release has written it
	@sh scripts/golden.sh

bench: ## the store against SQLite at sizes S, M and L, into out/bench.md; takes long; SIZE=S does not
	@sh scripts/bench.sh $(if $(SIZE),-size $(SIZE))

window: ## how long the window freezes over a file of size L, on a virtual display; FILE=another
	@sh scripts/window.sh $(if $(FILE),"$(FILE)")

startup: ## how long until the window is up and how much memory it has, beside an empty Fyne window
	@sh scripts/startup.sh

e2e: ## the built program in a real window on a virtual display, by mouse and keyboard; TEST=one
	@sh scripts/e2e.sh $(TEST)

e2e-windows: ## dist/crmlab.exe under wine, with a Chinese path and user name
	@sh scripts/e2e-windows.sh

tour: ## pictures of every page into out/tour, without a display
	@sh scripts/tour.sh

build: ## the program with its window, into bin/
	@sh scripts/build.sh

dist: ## what users get, into dist/: crmlab.exe for Windows x64, a tar and a .deb for Linux
	@sh scripts/dist.sh

clean:
	rm -rf bin dist out
