#!/usr/bin/env python3
"""Takes every lesson and quiz at a pseudo-terminal of 80 and of 40 columns, append-only too.

A passage goes well when it comes to its end, by the keys that a learner would press, and when no
line is wider than the terminal; answers in JSON and lines of logs are printed as they are, so that
they can be copied. Several passages go on side by side, and none waits longer than the program
needs: a key is pressed as soon as the line that asks for one is there and keys are read.
Usage: terminal.py PATH-TO-EVOLVE [ID ...]
"""
import codecs, fcntl, json, os, re, select, struct, subprocess, sys, tempfile, termios, time
from concurrent.futures import ThreadPoolExecutor

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
AS_IT_IS = re.compile(r'\s+"|\d{4}-\d\d-\d\dT')
# The texts that ask for a key or a line, at the end of what is on the screen.
ASKS = re.compile(
    r"\[q\]\s+stop\s*$|Type a number, a word or a letter:\s*$|\bq\d+> $|Enter ends:\s*$"
)
MORE = re.compile(r"-- (more.*)?--$")
LONGEST = 60  # seconds for what one key does


class Passage:
    """A lesson or a quiz that is taken from its beginning to its end."""

    def __init__(self, kind, name, columns, variables):
        self.kind, self.name, self.columns, self.variables = kind, name, columns, variables
        self.printed, self.seconds = "", 0.0
        self.pressed = set()  # what was pressed since the step at hand began

    def take(self, evolve):
        """Presses keys until the program ends; False when it no longer asks for any."""
        begun = time.time()
        with tempfile.TemporaryDirectory() as folder:
            near, far = os.openpty()
            fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, self.columns, 0, 0))
            environment = os.environ | {"TERM": "xterm", "LANG": "C.UTF-8"} | self.variables
            environment.pop("COLUMNS", None)
            process = subprocess.Popen(
                [evolve, self.kind, self.name, "--progress", folder + "/progress.jsonl"],
                stdin=far, stdout=far, stderr=far, env=environment, start_new_session=True,
            )
            os.close(far)
            try:
                return self.answer(near)
            finally:
                process.kill()
                process.wait()
                os.close(near)
                self.seconds = time.time() - begun

    def answer(self, terminal):
        unread, decoder = "", codecs.getincrementaldecoder("utf-8")()
        while select.select([terminal], [], [], LONGEST)[0]:
            try:
                part = os.read(terminal, 1 << 20)
            except OSError:  # the program has ended
                self.read(unread)
                return True
            unread += decoder.decode(part)
            screen = CONTROL.sub("", unread[-3000:]).rstrip("\r")
            if (MORE.search(screen) or ASKS.search(screen)) and self.is_awaited(terminal):
                screen, unread = self.read(unread), ""
                os.write(terminal, self.key(screen.rstrip("\r")).encode())
        self.read(unread)
        return False

    def read(self, unread):
        """Notes what was printed, without what only moves the cursor or colours."""
        text = CONTROL.sub("", unread).replace("\r\n", "\n")
        self.printed += text
        return text

    def is_awaited(self, terminal):
        """Whether a key is waited for: nothing more comes, and the system no longer echoes keys.

        A prompt is drawn once more when its line has been entered; that is no question.
        """
        while not select.select([terminal], [], [], 0.01)[0]:
            if "ACCESSIBLE" in self.variables or not termios.tcgetattr(terminal)[3] & termios.ECHO:
                return True
        return False

    def key(self, screen):
        if MORE.search(screen):
            return "a"
        if screen.endswith("> "):
            return self.line_of_quiz(screen)
        return self.key_of_lesson(screen) + ("\r" if "ACCESSIBLE" in self.variables else "")

    def line_of_quiz(self, screen):
        """The first option or line, once; then the next question."""
        if "answer" in self.pressed:
            self.pressed.clear()
            return "next\r"
        if "line" not in self.pressed and re.search(r"an\s+empty\s+line\s+ends", screen):
            self.pressed.add("line")
            return "a\r"
        was_line = "line" in self.pressed
        self.pressed.add("answer")
        return "\r" if was_line else "a\r"

    def key_of_lesson(self, screen):
        """Each hint, the first option, the run that refutes it, the solution; then on."""
        offers = screen[screen.rfind("\n\n"):]
        wishes = [("?", "hint", True), ("a", "choose", False), ("x", "refutes it", False),
                  ("l", "solution", False)]
        for key, word, repeats in wishes:
            words = re.sub(r"\s+", " ", offers)
            if word in words and (repeats or key not in self.pressed):
                self.pressed.add(key)
                return key
        self.pressed.clear()
        return "" if "ACCESSIBLE" in self.variables else "\r"

    def findings(self, went_on):
        lines = re.split(r"[\r\n]+", self.printed)
        wide = [l for l in lines if len(l) > self.columns and not AS_IT_IS.match(l)]
        ended = "That was" in self.printed or re.search(r" %: (not )?passed", self.printed)
        if not went_on:
            wide.append(f"after {LONGEST} s nothing is asked: " + repr(self.printed[-200:]))
        if not ended:
            wide.append("it does not come to its end: " + repr(self.printed[-200:]))
        return wide


def main(evolve, wanted):
    lessons = json.loads(subprocess.check_output([evolve, "list", "--json"]))["lessons"]
    names = [("lesson", lesson["id"]) for lesson in lessons]
    names += [("quiz", quiz["id"]) for lesson in lessons for quiz in lesson["quizzes"]]
    passages = [
        Passage(kind, name, columns, variables)
        for kind, name in names if not wanted or name in wanted
        for columns, variables in [(80, {}), (40, {}), (40, {"ACCESSIBLE": "1"})]
    ]
    wrong = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for passage, went_on in zip(passages, pool.map(lambda p: p.take(evolve), passages)):
            findings = passage.findings(went_on)
            if findings:
                wrong += 1
                place = f"{passage.kind} {passage.name} at {passage.columns} columns"
                way = ", append-only" if "ACCESSIBLE" in passage.variables else ""
                print(place + way + ":", *findings[:5], sep="\n  ", flush=True)
    slowest = max(passages, key=lambda passage: passage.seconds)
    print(f"{len(passages)} passages at a terminal, {wrong} went wrong;",
          f"the slowest, {slowest.kind} {slowest.name}, took {slowest.seconds:.0f} s.")
    return 1 if wrong or not passages else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), sys.argv[2:]))
