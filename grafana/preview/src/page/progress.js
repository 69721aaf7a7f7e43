// What the page is doing, for those who wait for it: pictures and tests.
const panels = new Map();
let isLoading = true;
let requests = 0;

const fetchNow = window.fetch.bind(window);
window.fetch = (...request) => {
  requests += 1;
  return fetchNow(...request).finally(() => (requests -= 1));
};

export const report = {
  loading(loading) {
    isLoading = loading;
  },
  // state: loading, drawn, empty or failed.
  panel(key, { title, state, message }) {
    panels.set(key, { title, state, message });
  },
  gone(key) {
    panels.delete(key);
  },
};

const states = () => [...panels.values()];

const isBusy = () =>
  isLoading || requests > 0 || states().some(({ state }) => state === 'loading');

const nextFrame = () => new Promise(requestAnimationFrame);

// Once all is drawn, the state of every panel.
window.drawn = async () => {
  for (let quiet = 0; quiet < 5; quiet = isBusy() ? 0 : quiet + 1) {
    await nextFrame();
  }
  await document.fonts.ready;
  return states();
};
