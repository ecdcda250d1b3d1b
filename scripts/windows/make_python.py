"""A Windows Python with noticemerge and what its tests need, to be run under Wine.

    python scripts/windows/make_python.py FOLDER
    scripts/windows/run.sh FOLDER -m noticemerge --version

Nothing but packages is needed. The wheel of panda3d for Windows brings the interpreter's DLL and its compiled
modules, the library in Python is that of the Python this runs with (the same 3.x), and python.exe is one call
into the DLL. Wine, a C compiler for Windows and the Japanese locale are those of the system (Debian:
wine wine64 gcc-mingw-w64-x86-64 locales).
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
RUN = Path(__file__).with_name("run.sh")
VERSION = f"{sys.version_info.major}{sys.version_info.minor}"
# Any release that was built with this Python will do.
CARRIER = "panda3d>=1.10.15"
# pip judges "only on Windows" by the system it runs on itself.
ONLY_ON_WINDOWS = ("colorama", "tzdata", "pip")
MAIN = """\
#include <wchar.h>
__declspec(dllimport) int Py_Main(int, wchar_t **);
int wmain(int count, wchar_t **words) { return Py_Main(count, words); }
"""
# A DLL of Windows that Wine 8 lacks, and packages written in Rust need.
RANDOM = """\
int SystemFunction036(void *, unsigned long);
__declspec(dllexport) int ProcessPrng(void *bytes, unsigned long long count) {
    return SystemFunction036(bytes, (unsigned long)count);
}
"""
TOOLS = "x86_64-w64-mingw32"


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    python = folder / "python"
    python.mkdir(parents=True, exist_ok=True)
    make_interpreter(python, folder / "carrier")
    make_locale(folder / "locale")
    install(folder, python / "Lib" / "site-packages", folder / "wheel")


def make_interpreter(python: Path, carrier: Path) -> None:
    """The interpreter, its compiled modules and the library, as an installed Python lays them out."""
    for_windows = ("--platform", "win_amd64", "--python-version", VERSION, "--only-binary=:all:")
    pip("download", "--no-deps", "--dest", carrier, *for_windows, CARRIER)
    (python / "DLLs").mkdir(exist_ok=True)
    with zipfile.ZipFile(next(carrier.glob("*.whl"))) as wheel:
        for name in wheel.namelist():
            path = PurePosixPath(name)
            if path.parent.name != "deploy_libs" or path.suffix not in (".dll", ".pyd"):
                continue
            # A compiled module finds the DLLs it needs beside the program.
            target = python / "DLLs" / path.name if path.suffix == ".pyd" else python / path.name
            target.write_bytes(wheel.read(name))
    library = Path(sysconfig.get_path("stdlib"))
    unwanted = shutil.ignore_patterns(
        "site-packages", "__pycache__", "lib-dynload", "test", "tests", "config-*"
    )
    shutil.copytree(library, python / "Lib", ignore=unwanted, dirs_exist_ok=True)
    # Else each of the many processes of the tests does it anew, where no compiled files are to be written.
    compileall.compile_dir(python / "Lib", quiet=2)
    library_of_c = python / f"python{VERSION}.dll"
    build(python / "python.exe", "python.c", MAIN, "-municode", library_of_c)
    build(python / "bcryptprimitives.dll", "random.c", RANDOM, "-shared", "-ladvapi32")
    build(
        python / "python3.dll", "python3.def", forwards(library_of_c), "-shared", "-nostdlib", "-Wl,--entry=0"
    )


def build(target: Path, name: str, text: str, *words: str | Path) -> None:
    """Make a program or a DLL of a source."""
    source = target.with_name(name)
    source.write_text(text)
    subprocess.run([f"{TOOLS}-gcc", "-O2", source, "-o", target, *words], check=True)


def forwards(library: Path) -> str:
    """What makes of python3.dll, which the carrier lacks, another name for the library of this version."""
    listed = subprocess.run([f"{TOOLS}-objdump", "-p", library], check=True, capture_output=True, text=True)
    names = listed.stdout.split("[Ordinal/Name Pointer] Table")[1].split("\n\n")[0].splitlines()[1:]
    return "\n".join(
        ["EXPORTS", *(f"{name} = {library.stem}.{name}" for name in (n.split()[-1] for n in names))]
    )


def make_locale(folder: Path) -> None:
    """The Japanese locale, from which Wine takes the code page 932; the system's own stay as they are."""
    folder.mkdir(exist_ok=True)
    if not (folder / "ja_JP.UTF-8").exists():
        subprocess.run(["localedef", "-i", "ja_JP", "-f", "UTF-8", folder / "ja_JP.UTF-8"], check=True)


def install(folder: Path, packages: Path, wheels: Path) -> None:
    """Put noticemerge, and what its tests need, where the Windows Python finds it.

    What is needed is put there from outside; noticemerge itself, and with it noticemerge.exe, is installed by
    the pip of Windows, as a clerk does it.
    """
    pip("wheel", "--no-deps", "--wheel-dir", wheels, ROOT)
    project = next(wheels.glob("noticemerge-*.whl"))
    for_windows = ("--platform", "win_amd64", "--python-version", VERSION, "--only-binary=:all:")
    pip("install", "--target", packages, "--upgrade", *for_windows, f"{project}[test]", *ONLY_ON_WINDOWS)
    as_clerks_do = ("-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--force-reinstall")
    subprocess.run([RUN, folder, *as_clerks_do, "--no-warn-script-location", project], check=True)


def pip(command: str, *words: str | os.PathLike[str]) -> None:
    """Run pip; it says only what goes wrong."""
    subprocess.run([sys.executable, "-m", "pip", command, "--quiet", *words], check=True)


if __name__ == "__main__":
    main()
