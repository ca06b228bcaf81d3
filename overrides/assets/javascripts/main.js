// The page's script: it defines the elements, and each element finds what it needs.
import { CopyLink } from "./elements/copy-link/element.js";
import { EraseData } from "./elements/erase-data/element.js";
import { HelpfulVote } from "./elements/helpful-vote/element.js";
import { PaymentShown } from "./elements/payment-shown/element.js";
import { ProrationCalculator } from "./elements/proration-calculator/element.js";
import { RuleExample } from "./elements/rule-example/element.js";
import { StepArrival } from "./elements/step-arrival/element.js";
import { SupportDesk } from "./elements/support-desk/element.js";
import { makeButtons } from "./header-buttons.js";
import { followReader } from "./language-switch.js";
import { keepForOffline } from "./offline.js";
import { addThemesScript } from "./themes-script.js";

makeButtons();
followReader();
keepForOffline();
// Those that listen come before the calculator, which speaks.
customElements.define("payment-shown", PaymentShown);
customElements.define("support-desk", SupportDesk);
customElements.define("copy-link", CopyLink);
customElements.define("erase-data", EraseData);
customElements.define("helpful-vote", HelpfulVote);
customElements.define("proration-calculator", ProrationCalculator);
customElements.define("rule-example", RuleExample);
customElements.define("step-arrival", StepArrival);
addThemesScript();
