// The worker of a page that a program on this machine answers ("pleach open"):
// it speaks to the page as worker.js does and to the program over HTTP
// (internal/native). The program says "ready" to the page that has it now, and
// "lost" to the page before.
"use strict";

(() => {
  const tell = (type) => self.postMessage({ type });
  let news;

  self.onmessage = (e) => {
    if (e.data.type === "request") ask(e.data);
    else if (!news) listen();
  };

  function listen() {
    news = new EventSource("/native/news");
    for (const type of ["ready", "changed", "locked", "lost"]) news.addEventListener(type, () => tell(type));
    news.addEventListener("lost", () => news.close());
    news.onerror = () => { news.close(); tell("failed"); };
  }

  // ask passes a request on. The program answers 200 and says in a header what
  // the status is, so that a redirect reaches the page as one.
  async function ask({ id, method, url, headers, body }) {
    try {
      const answer = await fetch(url, { method, headers, body: method === "GET" ? undefined : body, cache: "no-store", keepalive: isDraft(url, body) });
      const status = +answer.headers.get("pleach-status");
      if (!status) return tell("failed");
      const file = answer.headers.get("content-type") === "application/octet-stream";
      const whole = file ? new Uint8Array(await answer.arrayBuffer()) : await answer.text();
      self.postMessage({ type: "response", id, status, headers: Object.fromEntries(answer.headers), body: whole });
    } catch { tell("failed"); }
  }

  // A draft is sent even when its page goes away meanwhile.
  const isDraft = (url, body) => url.startsWith("/draft/") && body.length < 20000;
})();
