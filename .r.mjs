// node rename.mjs FILE:LINE:NAME=NEW … : renames symbols by the language service of TypeScript
import ts from 'typescript'; import fs from 'node:fs'; import path from 'node:path';
const root = process.cwd();
const cfg = ts.getParsedCommandLineOfConfigFile('tsconfig.json', {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (d) => { throw new Error(JSON.stringify(d.messageText)); } });
const cfg2 = ts.getParsedCommandLineOfConfigFile('workbench/page/tsconfig.json', {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (d) => { throw new Error(JSON.stringify(d.messageText)); } });
const files = [...new Set([...cfg.fileNames, ...cfg2.fileNames].map((f) => path.resolve(f)))];
const versions = new Map(); const texts = new Map();
const text = (f) => { if (!texts.has(f)) texts.set(f, fs.readFileSync(f, 'utf8')); return texts.get(f); };
const host = { getScriptFileNames: () => files, getScriptVersion: (f) => String(versions.get(f) ?? 0),
  getScriptSnapshot: (f) => fs.existsSync(f) ? ts.ScriptSnapshot.fromString(text(f)) : undefined,
  getCurrentDirectory: () => root, getCompilationSettings: () => ({ ...cfg2.options, ...cfg.options, jsx: cfg2.options.jsx, lib: [...new Set([...(cfg.options.lib ?? []), ...(cfg2.options.lib ?? [])])], types: [...new Set([...(cfg.options.types ?? []), ...(cfg2.options.types ?? [])])], rootDir: undefined }),
  getDefaultLibFileName: ts.getDefaultLibFilePath, fileExists: ts.sys.fileExists, readFile: ts.sys.readFile, readDirectory: ts.sys.readDirectory, directoryExists: ts.sys.directoryExists, getDirectories: ts.sys.getDirectories };
const ls = ts.createLanguageService(host);
for (const arg of process.argv.slice(2)) {
  const [, file, line, name, to] = /^(.*?):(\d+):(\w+)=(\w+)$/.exec(arg);
  const f = path.resolve(file); const t = text(f); const start = t.split('\n').slice(0, line - 1).join('\n').length + 1;
  const pos = start + t.slice(start).search(new RegExp(`\\b${name}\\b`));
  const locs = ls.findRenameLocations(f, pos, false, false, { providePrefixAndSuffixTextForRename: true });
  if (!locs) { console.log('none', arg); continue; }
  const by = new Map(); for (const l of locs) { if (l.fileName.includes('node_modules')) continue; (by.get(l.fileName) ?? by.set(l.fileName, []).get(l.fileName)).push(l); }
  for (const [g, ls2] of by) { let s = text(g); for (const l of ls2.sort((a, b) => b.textSpan.start - a.textSpan.start)) s = s.slice(0, l.textSpan.start) + (l.prefixText ?? '') + to + (l.suffixText ?? '') + s.slice(l.textSpan.start + l.textSpan.length); texts.set(g, s); versions.set(g, (versions.get(g) ?? 0) + 1); fs.writeFileSync(g, s); }
  console.log(arg, locs.length, by.size);
}
