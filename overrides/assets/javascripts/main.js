// The only script that pages name: it defines the elements, and each element finds what it needs.
import { CopyLink } from "./elements/copy-link/element.js";
import { HelpfulVote } from "./elements/helpful-vote/element.js";
import { ProrationCalculator } from "./elements/proration-calculator/element.js";
import { RuleExample } from "./elements/rule-example/element.js";

customElements.define("copy-link", CopyLink);
customElements.define("helpful-vote", HelpfulVote);
customElements.define("proration-calculator", ProrationCalculator);
customElements.define("rule-example", RuleExample);
