"""Whatever line of the rules a question leads through, the page's own worker has what it needs for it."""

import json

import calculator
from calculator.bridge import QUESTIONS
from tests.browser.reader import MakeReader
from tests.runtime.every_path import every_path

# A worker of the page, started as the page starts it, and asked all there is to ask.
ASK = """
async (questions) => {
  const { worker, runtime, ...told } = JSON.parse(document.querySelector('meta[name="python"]').content);
  const absolute = (address) => new URL(address, document.baseURI).href;
  const python = new Worker(absolute(worker), { type: "module" });
  python.postMessage({ kind: "start", fresh: false, python: { runtime: absolute(runtime), ...told } });
  questions.forEach(([question, text], id) => python.postMessage({ kind: "ask", id, question, text }));
  const answers = [];
  await new Promise((resolve, reject) => {
    python.addEventListener("message", ({ data }) => {
      if (data.kind === "failed") reject(new Error(data.detail));
      if (data.kind === "answer") answers[data.id] = data.text;
      if (data.id === questions.length - 1) resolve();
    });
    python.addEventListener("error", ({ message }) => reject(new Error(message)));
  });
  python.terminate();
  return answers;
}
"""


def test_the_worker_answers_as_this_python_does(make_reader: MakeReader) -> None:
    questions = every_path()
    assert len(questions) > 150
    assert {question for question, _ in questions} == set(QUESTIONS)
    reader = make_reader()
    reader.open("calculator")

    answers = reader.page.evaluate(ASK, questions)

    assert len(answers) == len(questions)
    differing = [
        (question, text[:200], answered[:200])
        for (question, text), answered in zip(questions, answers, strict=True)
        if answered != calculator.answer(question, text)
    ]
    assert differing == []
    assert json.loads(answers[-1])["ok"] is True
