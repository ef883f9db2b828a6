/** Rules for holes. Reports of these are silent in tests and examples, where the pattern is usually the subject. */
import type { RuffRule } from './ruff-rule.ts'
import { rule } from './rule.ts'

const evaluates = { category: 'security', cwe: ['CWE-95'], defect: 'eval', tests: false } as const
const tls = { category: 'security', cwe: ['CWE-295'], defect: 'tls-off', tests: false } as const
const unsafeLoad = {
  category: 'security',
  cwe: ['CWE-502'],
  defect: 'unsafe-deserialization',
  tests: false,
} as const
const shell = { category: 'security', cwe: ['CWE-78'], defect: 'command-injection', tests: false } as const
const credential = {
  category: 'security',
  cwe: ['CWE-798'],
  defect: 'hard-coded-credential',
  tests: false,
} as const
const cipher = { category: 'security', cwe: ['CWE-327'], defect: 'weak-cipher', tests: false } as const

const takeFromOutside =
  'A password stands in the code, where everyone who can read it has it. Read it from the environment or a secret store.'
const runsShell =
  'A shell runs text that is put together at run time, so input with shell syntax becomes a command. Pass a list of arguments without a shell.'
const oldProtocol =
  'This version of the protocol is broken. Use ssl.create_default_context(), or TLS 1.2 and later.'
const oldCipher = 'This cipher or mode is broken. Use AES in GCM mode or ChaCha20-Poly1305.'

export const security: readonly RuffRule[] = [
  rule(
    'S102',
    'high',
    0.85,
    'exec()',
    'exec() runs any text as code. Call a function or look the value up by name.',
    evaluates,
  ),
  rule(
    'S307',
    'high',
    0.85,
    'eval()',
    'eval() runs any text as code. Parse the text: ast.literal_eval() reads literals.',
    evaluates,
  ),
  rule(
    'S103',
    'medium',
    0.9,
    'File that others may write or run',
    'Everyone on the machine gets rights to this file. Give them to its owner only.',
    { category: 'security', cwe: ['CWE-732'], tests: false },
  ),
  rule('S105', 'medium', 0.8, 'Password in the code', takeFromOutside, credential),
  rule('S106', 'medium', 0.8, 'Password in the code', takeFromOutside, credential),
  rule('S107', 'medium', 0.8, 'Password as a default', takeFromOutside, credential),
  rule(
    'S113',
    'low',
    0.85,
    'Request without a timeout',
    'Without a timeout the call can wait for ever. Pass one.',
    { cwe: ['CWE-400'], defect: 'no-timeout', tests: false },
  ),
  rule(
    'S201',
    'high',
    0.9,
    'Flask in debug mode',
    'In debug mode anyone who sees an error page can run code. Take it from the configuration, off by default.',
    { category: 'security', cwe: ['CWE-489'], tests: false },
  ),
  rule(
    'S202',
    'medium',
    0.8,
    'Archive unpacked unchecked',
    'Names in the archive can lead out of the folder. Pass filter="data".',
    { category: 'security', cwe: ['CWE-22'], defect: 'path-traversal', tests: false },
  ),
  rule(
    'S301',
    'medium',
    0.8,
    'Data loaded with pickle',
    'Loading a pickle runs what it says, so data from outside becomes code. Use JSON, or check a signature first.',
    unsafeLoad,
  ),
  rule('S304', 'high', 0.9, 'Broken cipher', oldCipher, cipher),
  rule('S305', 'high', 0.9, 'Broken cipher mode', oldCipher, cipher),
  rule(
    'S306',
    'medium',
    0.95,
    'mktemp()',
    'Between mktemp() and the use of the name someone else can make the file. Use mkstemp() or NamedTemporaryFile().',
    { category: 'security', cwe: ['CWE-377'], tests: false },
  ),
  rule(
    'S323',
    'high',
    0.95,
    'TLS without checks',
    'The context checks no certificate, so anyone on the way can read and change the data. Use ssl.create_default_context().',
    tls,
  ),
  rule(
    'S324',
    'low',
    0.85,
    'Weak hash',
    'MD5 and SHA-1 no longer protect anything. Use SHA-256; where security does not matter, pass usedforsecurity=False.',
    { category: 'security', cwe: ['CWE-327'], defect: 'weak-hash', tests: false },
  ),
  rule(
    'S501',
    'high',
    0.95,
    'Certificate check switched off',
    'Without the check anyone on the way can read and change the data. Remove verify=False; name a CA file if one is needed.',
    tls,
  ),
  rule('S502', 'high', 0.9, 'Broken protocol version', oldProtocol, cipher),
  rule('S503', 'high', 0.9, 'Broken protocol version', oldProtocol, cipher),
  rule(
    'S505',
    'high',
    0.95,
    'Key that is too short',
    'A key of this length can be broken. Use 2048 bits or more for RSA and DSA, 224 for curves.',
    { category: 'security', cwe: ['CWE-326'], tests: false },
  ),
  rule(
    'S506',
    'high',
    0.95,
    'Unsafe YAML loader',
    'This loader builds any object that the text names, so it runs code from outside. Use yaml.safe_load().',
    unsafeLoad,
  ),
  rule(
    'S507',
    'medium',
    0.9,
    'SSH host accepted unseen',
    'An unknown host is accepted, so anyone on the way can pose as it. Use RejectPolicy and known hosts.',
    tls,
  ),
  rule('S602', 'high', 0.85, 'Shell command put together at run time', runsShell, shell),
  rule('S604', 'high', 0.85, 'Shell command put together at run time', runsShell, shell),
  rule('S605', 'high', 0.85, 'Shell command put together at run time', runsShell, shell),
  rule(
    'S608',
    'high',
    0.8,
    'SQL put together from text',
    'Values are put into the SQL text, so input can change the statement. Pass them as parameters.',
    { category: 'security', cwe: ['CWE-89'], defect: 'sql-injection', tests: false },
  ),
  rule(
    'S609',
    'medium',
    0.85,
    'Wildcard in a command',
    'A file name that begins with a dash becomes an option of the command. Name the files, or put -- before them.',
    { category: 'security', cwe: ['CWE-155'], tests: false },
  ),
  rule(
    'S612',
    'medium',
    0.9,
    'Logging configuration from the network',
    'Anyone who reaches the port can run code through the configuration. Pass verify, or read it from a file.',
    { category: 'security', cwe: ['CWE-94'], tests: false },
  ),
  rule(
    'S701',
    'medium',
    0.8,
    'Templates without escaping',
    'Values go into the page as they are, so input can become markup. Pass autoescape=select_autoescape().',
    { category: 'security', cwe: ['CWE-79'], defect: 'xss', tests: false },
  ),
]
