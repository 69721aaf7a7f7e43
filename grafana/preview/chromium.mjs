// A headless Chromium, driven over its DevTools pipe.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  '--hide-scrollbars',
  '--no-first-run',
  '--no-proxy-server',
  '--remote-debugging-pipe',
];

const answerPatience = 120_000;

// Messages are JSON documents with a NUL behind each.
class Pipe {
  #output;
  #waiting = new Map();
  #lastId = 0;
  #unread = '';
  #listeners = new Set();

  constructor(output, input) {
    this.#output = output;
    output.on('error', (error) => this.fail(error));
    input.setEncoding('utf8').on('data', (text) => this.#read(text));
  }

  #read(text) {
    const parts = (this.#unread + text).split('\0');
    this.#unread = parts.pop();
    for (const part of parts) this.#take(JSON.parse(part));
  }

  #take({ id, error, result, ...event }) {
    if (id === undefined) {
      for (const listener of this.#listeners) listener(event);
      return;
    }
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) reject(new Error(error.message));
    else resolve(result);
  }

  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  fail(error) {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  ask(method, params, sessionId) {
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`Chromium: no answer to ${method}`));
      }, answerPatience);
      this.#waiting.set(id, {
        resolve: (result) => {
          clearTimeout(timer);
          resolve(result);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#output.write(
        `${JSON.stringify({ id, method, params, sessionId })}\0`
      );
    });
  }
}

class Page {
  #ask;
  errors = [];

  constructor(pipe, sessionId) {
    this.#ask = (method, params) => pipe.ask(method, params, sessionId);
    pipe.listen(({ method, params, sessionId: from }) => {
      if (from !== sessionId || method !== 'Runtime.exceptionThrown') return;
      const { exception, text } = params.exceptionDetails;
      this.errors.push(exception?.description ?? text);
    });
  }

  async prepare({ timezone }) {
    await this.#ask('Page.enable');
    await this.#ask('Runtime.enable');
    await this.#ask('Emulation.setTimezoneOverride', { timezoneId: timezone });
    await this.#ask('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-reduced-motion', value: 'reduce' }],
    });
  }

  resize(width, height) {
    return this.#ask('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
  }

  // Once the page's scripts have run.
  async open(url) {
    const { errorText } = await this.#ask('Page.navigate', { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await this.evaluate(
      `new Promise((resolve) => document.readyState === 'complete'
        ? resolve() : addEventListener('load', resolve))`
    );
  }

  // The value of an expression in the page, awaited.
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.#ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) {
      const { exception, text } = exceptionDetails;
      throw new Error(exception?.description ?? text);
    }
    return result.value;
  }

  // What the window shows, as PNG.
  async picture() {
    const { data } = await this.#ask('Page.captureScreenshot', {
      format: 'png',
    });
    return Buffer.from(data, 'base64');
  }
}

// Starts a Chromium with a profile of its own, hands `use` its page and ends
// it again.
export async function withChromium(use, { timezone = 'UTC' } = {}) {
  const profile = await mkdtemp(path.join(tmpdir(), 'pictures-'));
  const program = process.env.CHROMIUM ?? 'chromium';
  const child = spawn(program, [...flags, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , output, input] = child.stdio;
  const pipe = new Pipe(output, input);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      pipe.fail(error);
      resolve();
    });
    child.once('exit', () => {
      pipe.fail(new Error('Chromium ended'));
      resolve();
    });
  });
  try {
    const { targetId } = await pipe.ask('Target.createTarget', {
      url: 'about:blank',
    });
    const { sessionId } = await pipe.ask('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    const page = new Page(pipe, sessionId);
    await page.prepare({ timezone });
    return await use(page);
  } finally {
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}
