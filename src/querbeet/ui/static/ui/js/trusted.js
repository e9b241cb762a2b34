// Text may become markup in one place alone: where htmx parses an answer of this site into a document that runs nothing.
// The content policy closes every other way from text to markup or code; `default` is the only policy it allows.
const PARSERS = ["Document parseHTMLUnsafe", "DOMParser parseFromString"]; // newer browsers have the first, and htmx takes it

window.trustedTypes?.createPolicy("default", {
  createHTML: (text, _type, sink) => (PARSERS.includes(sink) ? text : null),
});
