#!/usr/bin/env python3
"""Takes every lesson at a pseudo-terminal of 80 and of 40 columns, append-only too.

A lesson passes when it comes to its end, by the keys that a learner would press, and when no line
is wider than the terminal; answers in JSON are printed as they are, so that they can be copied.
Usage: terminal.py PATH-TO-EVOLVE
"""
import fcntl, json, os, pty, re, select, struct, subprocess, sys, tempfile, termios, time

CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
JSON_MEMBER = re.compile(r'\s+"')
LONGEST = 300  # seconds for one lesson


def take(evolve, lesson, columns, variables):
    """Answers every question with its first option and goes on; returns all that was printed."""
    with tempfile.TemporaryDirectory() as folder:
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ.update({"TERM": "xterm", "LANG": "C.UTF-8"} | variables)
            os.environ.pop("COLUMNS", None)
            os.execv(evolve, [evolve, "lesson", lesson, "--progress", folder + "/progress.jsonl"])
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        printed, answers, keys = b"", 0, [b"a", b"\r"]
        begun = last = time.time()
        while time.time() - begun < LONGEST:
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    part = os.read(terminal, 65536)
                except OSError:
                    break
                if not part:
                    break
                printed, last = printed + part, time.time()
            elif time.time() - last > 0.3:
                key = keys[answers % 2]
                os.write(terminal, key + b"\r" if "ACCESSIBLE" in variables else key)
                answers, last = answers + 1, time.time()
        else:
            os.kill(pid, 9)
        os.waitpid(pid, 0)
        return CONTROL.sub(b"", printed).decode()


def main(evolve):
    listed = json.loads(subprocess.check_output([evolve, "list", "--json"]))
    wrong = 0
    for lesson in (lesson["id"] for lesson in listed["lessons"]):
        for columns, variables in [(80, {}), (40, {}), (40, {"ACCESSIBLE": "1"})]:
            printed = take(evolve, lesson, columns, variables)
            lines = re.split(r"[\r\n]+", printed)
            wide = [line for line in lines if len(line) > columns and not JSON_MEMBER.match(line)]
            ended = "That was" in printed
            if wide or not ended:
                wrong += 1
                print(f"{lesson} at {columns} columns {variables or ''}:",
                      "" if ended else "it does not come to its end;", *wide[:3], sep="\n  ")
    print(f"{len(listed['lessons'])} lessons at a terminal, {wrong} of their passages went wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
