/* After an accepted suggestion: a name by which its entity is not known yet, to be added by one key. */

import { template } from "./sheet.js";

export class Teaching {
  /** `place` is where an offer is shown; `send` sends an action. */
  constructor(place, send) {
    this.place = place;
    this.send = send;
    this.offers = [];
    this.seen = new Set(); // each name is offered once a page
  }

  take(offers = []) {
    for (const offer of offers) {
      const key = `${offer.entity} ${offer.words}`;
      if (this.seen.has(key)) continue;
      this.seen.add(key);
      this.offers.push(offer);
    }
    this.show();
  }

  /** Add the name that is offered now, if one is. */
  teach() {
    const offer = this.offers.shift();
    if (!offer) return;
    this.send({ do: "teach", entity: { uid: offer.entity }, words: offer.words });
    this.show();
  }

  leave() {
    this.offers.shift();
    this.show();
  }

  show() {
    const [offer] = this.offers;
    if (!offer) {
      this.place.replaceChildren();
      return;
    }
    const box = template("offer");
    box.querySelector("[data-said]").textContent = offer.said;
    box.querySelector("[data-teach]").addEventListener("click", () => this.teach());
    box.querySelector("[data-leave]").addEventListener("click", () => this.leave());
    this.place.replaceChildren(box);
  }
}
