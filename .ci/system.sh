# Debian and Ubuntu packages: which are wanted, and how to get them. Read with `.`, never run.
# shellcheck shell=bash

needed=()

has_file() { compgen -G "$1" >/dev/null; }
has_command() { command -v "$1" >/dev/null 2>&1; }
has_library() { has_file "/usr/lib/$1*" || has_file "/usr/lib*/*/$1*" || has_file "/usr/lib64/$1*"; }

# For the PDF: Pango lays out the words, HarfBuzz trims the fonts, and the fonts cover plain text,
# the world’s alphabets, Chinese and Japanese, and emoji.
need_for_run() {
  has_library libpango-1.0.so.0 || needed+=(libpango-1.0-0)
  has_library libpangoft2-1.0.so.0 || needed+=(libpangoft2-1.0-0)
  has_library libharfbuzz-subset.so.0 || needed+=(libharfbuzz-subset0)
  local fonts=/usr/share/fonts
  has_file "$fonts/truetype/liberation*/LiberationSans-Regular.ttf" || needed+=(fonts-liberation)
  has_file "$fonts/truetype/noto/NotoSans-Regular.ttf" || needed+=(fonts-noto-core)
  has_file "$fonts/truetype/noto/NotoColorEmoji.ttf" || needed+=(fonts-noto-color-emoji)
  has_file "$fonts/truetype/droid/DroidSansFallback*.ttf" || needed+=(fonts-droid-fallback)
}

# For the tests: the PDF judge needs Java and JAXB; poppler reads PDFs aloud; the suite runs on
# PostgreSQL too; the journeys need a browser, which Ubuntu has only as a snap (ensure_browser
# finds another there).
need_for_test() {
  has_command java || needed+=(default-jre-headless)
  has_file /usr/share/java/jaxb-runtime.jar || needed+=(libjaxb-java)
  has_file "/usr/lib/postgresql/*/bin/initdb" || needed+=(postgresql)
  has_command pdftotext || needed+=(poppler-utils)
  if wants_browser; then needed+=(chromium-headless-shell); fi
}

# Chromium without windows halves the time of the journeys: who may install it gets it beside
# another browser too, where the packages have it.
wants_browser() {
  if is_ubuntu || has_command chromium-headless-shell; then return 1; fi
  if ! find_browser >/dev/null; then return; fi
  ((EUID == 0)) && apt-cache show chromium-headless-shell >/dev/null 2>&1
}

is_ubuntu() { grep -qsx 'ID=ubuntu' /etc/os-release; }

find_browser() {
  local name
  for name in chromium-headless-shell chromium google-chrome google-chrome-stable; do
    command -v "$name" && return
  done
  return 1
}

ensure_browser() {
  if find_browser >/dev/null; then return; fi
  local word
  word=$(checksum requirements-dev.txt)
  if stamped .venv/.stamp-browser "$word"; then return; fi
  say "Fetching the Chromium that Playwright brings, as this system has none in its packages."
  quietly "Chromium could not be fetched: install any Chromium or Google Chrome and try again." \
    .venv/bin/playwright install --with-deps chromium
  stamp .venv/.stamp-browser "$word"
}

install_needed() {
  if ((${#needed[@]})); then apt_install "${needed[@]}"; fi
}

# apt_install PACKAGE…: installs them when it may; else prints the line to type, and stops.
apt_install() {
  local line="apt-get update && apt-get install -y --no-install-recommends $*" root=()
  if ! has_command apt-get; then
    stop "This needs what Debian calls $*, and there is no apt-get here: install them and try again."
  fi
  if ((EUID != 0)); then
    if ! has_command sudo || ! sudo -n true 2>/dev/null; then
      stop "Some system packages are missing. Type this, then try again:" \
        $'\n\n'"    sudo sh -c '$line'"$'\n'
    fi
    root=(sudo -n env "DEBIAN_FRONTEND=$DEBIAN_FRONTEND")
  fi
  say "Installing system packages: $*."
  # A fresh machine may be busy updating itself: wait for it.
  local apt=("${root[@]}" apt-get -q -o DPkg::Lock::Timeout=300)
  quietly "The list of system packages could not be refreshed (is there a network?)." \
    "${apt[@]}" update
  quietly "The system packages could not be installed; to see why, type “$line”." \
    "${apt[@]}" install -y --no-install-recommends "$@"
}
