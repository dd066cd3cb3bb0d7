// Compiles static/src into static/built: one style sheet and one script, named by their content,
// each with a Brotli and a gzip copy, and manifest.json, which says which name is today's.

import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import * as esbuild from 'esbuild'
import * as sass from 'sass'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const source = path.join(root, 'static', 'src')
const built = path.join(root, 'static', 'built')
const target = ['chrome100', 'firefox100', 'safari15']

function style() {
  const { css } = sass.compile(path.join(source, 'eia.scss'), {
    loadPaths: [source, path.join(root, 'node_modules')],
    style: 'compressed',
    quietDeps: true,
    fatalDeprecations: [],
  })
  return esbuild.transformSync(css, { loader: 'css', minify: true, target }).code
}

async function script() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(source, 'eia.js')],
    bundle: true,
    format: 'esm',
    legalComments: 'none',
    logLevel: 'error',
    minify: true,
    target,
    write: false,
  })
  return outputFiles[0].text
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`
}

async function write(name, text) {
  const content = Buffer.from(text)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10)
  const { name: stem, ext } = path.parse(name)
  const file = `${stem}-${hash}${ext}`
  const brotli = brotliCompressSync(content)
  const gzip = gzipSync(content, { level: 9 })
  await writeFile(path.join(built, file), content)
  await writeFile(path.join(built, `${file}.br`), brotli)
  await writeFile(path.join(built, `${file}.gz`), gzip)
  const sizes = [content, brotli, gzip].map((part) => kilobytes(part.length))
  console.log(`  ${file}: ${sizes[0]}, ${sizes[1]} with Brotli, ${sizes[2]} with gzip.`)
  return [name, file]
}

async function removeOthers(files) {
  const wanted = new Set(['manifest.json'])
  for (const file of files) [file, `${file}.br`, `${file}.gz`].forEach((name) => wanted.add(name))
  const present = await readdir(built)
  await Promise.all(
    present.filter((name) => !wanted.has(name)).map((name) => rm(path.join(built, name))),
  )
}

await mkdir(built, { recursive: true })
const entries = [await write('eia.css', style()), await write('eia.js', await script())]
const manifest = Object.fromEntries(entries)
const fresh = path.join(built, 'manifest.json.new')
await writeFile(fresh, `${JSON.stringify(manifest, null, 2)}\n`)
await rename(fresh, path.join(built, 'manifest.json'))
await removeOthers(Object.values(manifest))
