/** The only style of the link pages: the page's Content-Security-Policy admits exactly this text, by its hash. */
export const linkPageStyle = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d5dae0; --paper: #fff; --back: #f3f5f8; --accent: #0f5fc2; --note: #fff6e0; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f5; --soft: #a5b0bd; --line: #3a4350; --paper: #1d232b; --back: #12161b; --accent: #2f7fe6; --note: #3a311a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
main { width: 100%; max-width: 30rem; background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 2rem; box-shadow: 0 12px 40px rgb(0 0 0 / 0.08); }
.product { margin: 0 0 1rem; color: var(--soft); font-size: 0.85rem; font-weight: 600; letter-spacing: 0.03em; }
h1 { margin: 0 0 0.75rem; font-size: 1.4rem; line-height: 1.25; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
dl { margin: 0 0 1.25rem; border: 1px solid var(--line); border-radius: 10px; padding: 0.75rem 1rem; display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
dt { color: var(--soft); }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.warning { background: var(--note); border-radius: 10px; padding: 0.75rem 1rem; font-size: 0.95rem; }
.code { display: block; margin: 0 0 1rem; padding: 0.9rem; border: 1px dashed var(--line); border-radius: 10px; text-align: center; font: 600 1.6rem ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; user-select: all; }
.soft { color: var(--soft); font-size: 0.95rem; }
button { width: 100%; border: 0; border-radius: 10px; padding: 0.85rem 1rem; background: var(--accent); color: #fff; font: 600 1rem system-ui, sans-serif; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
main > :last-child { margin-bottom: 0; }
`;
