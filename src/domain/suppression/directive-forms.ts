/** Every form of such a comment that is recognised: the keyword, whose it is, where it stands, what it reaches. */
import type { Silences } from './directive.ts'

export type Reach =
  /** The line it is on. */
  | 'line'
  /** The next line of code. */
  | 'next-line'
  /** Its own line behind code, the next line of code when it stands alone. */
  | 'line-or-next'
  /** Its own line behind code, everything below when it stands alone. */
  | 'line-or-rest'
  /** The whole file, wherever it stands. */
  | 'file'
  /** Everything below, up to the form that closes it. */
  | 'rest'
  /** Like `line-or-next`, but the whole file when only comments stand above. */
  | 'next-or-file'

export type CodesStyle =
  /** `: A, B` */
  | 'colon'
  /** `[a, b]` */
  | 'bracket'
  /** `(a, b)`, quotes allowed */
  | 'paren'
  /** ` a, b -- reason` */
  | 'list'
  /** ` a b: reason` */
  | 'until-colon'
  /** `=A,B` */
  | 'equals'
  /** ` B101, B102 whatever`: only what looks like an identifier with a number */
  | 'ids'
  | 'none'

export interface DirectiveForm {
  /** A blank stands for any number of blanks; letters match in either case. */
  readonly keyword: string
  readonly tool: string
  readonly silences: Silences
  readonly reach: Reach
  readonly codes: CodesStyle
  /**
   * `start`: first word of a comment. `hash`: first after a `#`, wherever that is. `within`: anywhere in a comment.
   * `code`: no comment at all.
   */
  readonly place: 'start' | 'hash' | 'within' | 'code'
  /** Set on the form that ends what `closes` (a keyword) began. */
  readonly closes?: readonly string[]
}

type Row = readonly [
  string,
  DirectiveForm['tool'],
  Silences,
  Reach,
  CodesStyle,
  DirectiveForm['place'],
  ...string[],
]

const rows: readonly Row[] = [
  ['autogen-bot-ignore', 'autogen-bot', 'ours', 'line-or-next', 'list', 'start'],
  ['eslint-disable', 'ESLint', 'lint', 'rest', 'list', 'start'],
  ['eslint-disable-line', 'ESLint', 'lint', 'line', 'list', 'start'],
  ['eslint-disable-next-line', 'ESLint', 'lint', 'next-line', 'list', 'start'],
  ['eslint-enable', 'ESLint', 'lint', 'line', 'list', 'start', 'eslint-disable'],
  ['oxlint-disable', 'oxlint', 'lint', 'rest', 'list', 'start'],
  ['oxlint-disable-line', 'oxlint', 'lint', 'line', 'list', 'start'],
  ['oxlint-disable-next-line', 'oxlint', 'lint', 'next-line', 'list', 'start'],
  ['oxlint-enable', 'oxlint', 'lint', 'line', 'list', 'start', 'oxlint-disable'],
  ['tslint:disable', 'TSLint', 'lint', 'rest', 'colon', 'start'],
  ['tslint:disable-line', 'TSLint', 'lint', 'line', 'colon', 'start'],
  ['tslint:disable-next-line', 'TSLint', 'lint', 'next-line', 'colon', 'start'],
  ['tslint:enable', 'TSLint', 'lint', 'line', 'colon', 'start', 'tslint:disable'],
  ['stylelint-disable', 'Stylelint', 'lint', 'rest', 'list', 'start'],
  ['stylelint-disable-line', 'Stylelint', 'lint', 'line', 'list', 'start'],
  ['stylelint-disable-next-line', 'Stylelint', 'lint', 'next-line', 'list', 'start'],
  ['stylelint-enable', 'Stylelint', 'lint', 'line', 'list', 'start', 'stylelint-disable'],
  ['biome-ignore', 'Biome', 'lint', 'next-line', 'until-colon', 'start'],
  ['biome-ignore-all', 'Biome', 'lint', 'file', 'until-colon', 'start'],
  ['biome-ignore-start', 'Biome', 'lint', 'rest', 'until-colon', 'start'],
  ['biome-ignore-end', 'Biome', 'lint', 'line', 'until-colon', 'start', 'biome-ignore-start'],
  ['rome-ignore', 'Biome', 'lint', 'next-line', 'until-colon', 'start'],
  ['deno-lint-ignore', 'deno lint', 'lint', 'next-line', 'list', 'start'],
  ['deno-lint-ignore-file', 'deno lint', 'lint', 'file', 'list', 'start'],
  ['@ts-ignore', 'TypeScript', 'types', 'next-line', 'none', 'start'],
  ['@ts-expect-error', 'TypeScript', 'types', 'next-line', 'none', 'start'],
  ['@ts-nocheck', 'TypeScript', 'types', 'file', 'none', 'start'],
  ['noqa', 'Ruff', 'lint', 'line', 'colon', 'hash'],
  ['ruff: noqa', 'Ruff', 'lint', 'file', 'colon', 'hash'],
  ['flake8: noqa', 'Flake8', 'lint', 'file', 'colon', 'hash'],
  ['ruff: ignore', 'Ruff', 'lint', 'line-or-next', 'bracket', 'hash'],
  ['ruff: file-ignore', 'Ruff', 'lint', 'file', 'bracket', 'hash'],
  ['ruff: disable', 'Ruff', 'lint', 'rest', 'bracket', 'hash'],
  ['ruff: enable', 'Ruff', 'lint', 'line', 'bracket', 'hash', 'ruff:disable'],
  ['type: ignore', 'mypy', 'types', 'line', 'bracket', 'hash'],
  ['mypy: ignore-errors', 'mypy', 'types', 'file', 'none', 'hash'],
  ['mypy: disable-error-code', 'mypy', 'types', 'file', 'equals', 'hash'],
  ['pyright: ignore', 'Pyright', 'types', 'line', 'bracket', 'hash'],
  ['pyre-ignore', 'Pyre', 'types', 'line-or-next', 'bracket', 'hash'],
  ['pyre-fixme', 'Pyre', 'types', 'line-or-next', 'bracket', 'hash'],
  ['ty: ignore', 'ty', 'types', 'line', 'bracket', 'hash'],
  ['pylint: disable', 'Pylint', 'lint', 'line-or-rest', 'equals', 'hash'],
  ['pylint: disable-next', 'Pylint', 'lint', 'next-line', 'equals', 'hash'],
  ['pylint: disable-all', 'Pylint', 'lint', 'file', 'none', 'hash'],
  ['pylint: skip-file', 'Pylint', 'lint', 'file', 'none', 'hash'],
  ['pylint: enable', 'Pylint', 'lint', 'line', 'equals', 'hash', 'pylint:disable'],
  ['nosec', 'Bandit or gosec', 'security', 'line-or-next', 'ids', 'start'],
  ['nolint', 'golangci-lint', 'lint', 'line-or-next', 'colon', 'start'],
  ['lint:ignore', 'Staticcheck', 'lint', 'line-or-next', 'list', 'start'],
  ['lint:file-ignore', 'Staticcheck', 'lint', 'file', 'list', 'start'],
  ['rubocop:disable', 'RuboCop', 'lint', 'line-or-rest', 'list', 'within'],
  ['rubocop:todo', 'RuboCop', 'lint', 'line-or-rest', 'list', 'within'],
  ['rubocop:enable', 'RuboCop', 'lint', 'line', 'list', 'within', 'rubocop:disable', 'rubocop:todo'],
  ['standard:disable', 'Standard', 'lint', 'line-or-rest', 'list', 'start'],
  ['standard:enable', 'Standard', 'lint', 'line', 'list', 'start', 'standard:disable'],
  ['steep:ignore', 'Steep', 'types', 'line', 'list', 'hash'],
  ['phpcs:ignore', 'PHP_CodeSniffer', 'lint', 'line-or-next', 'list', 'start'],
  ['phpcs:ignoreFile', 'PHP_CodeSniffer', 'lint', 'file', 'list', 'start'],
  ['phpcs:disable', 'PHP_CodeSniffer', 'lint', 'rest', 'list', 'start'],
  ['phpcs:enable', 'PHP_CodeSniffer', 'lint', 'line', 'list', 'start', 'phpcs:disable'],
  ['@phpstan-ignore', 'PHPStan', 'types', 'line-or-next', 'list', 'start'],
  ['@phpstan-ignore-line', 'PHPStan', 'types', 'line', 'none', 'within'],
  ['@phpstan-ignore-next-line', 'PHPStan', 'types', 'next-line', 'none', 'within'],
  ['@psalm-suppress', 'Psalm', 'types', 'next-line', 'list', 'start'],
  ['shellcheck disable', 'ShellCheck', 'lint', 'next-or-file', 'equals', 'hash'],
  ['hadolint ignore', 'hadolint', 'lint', 'next-line', 'equals', 'hash'],
  ['hadolint global ignore', 'hadolint', 'lint', 'file', 'equals', 'hash'],
  ['yamllint disable', 'yamllint', 'lint', 'rest', 'list', 'hash'],
  ['yamllint disable-line', 'yamllint', 'lint', 'line-or-next', 'list', 'hash'],
  ['yamllint disable-file', 'yamllint', 'lint', 'file', 'none', 'hash'],
  ['yamllint enable', 'yamllint', 'lint', 'line', 'list', 'hash', 'yamllintdisable'],
  ['zizmor: ignore', 'zizmor', 'security', 'line', 'bracket', 'within'],
  ['checkov:skip', 'Checkov', 'security', 'line-or-next', 'equals', 'within'],
  ['tfsec:ignore', 'tfsec', 'security', 'line-or-next', 'colon', 'within'],
  ['trivy:ignore', 'Trivy', 'security', 'line-or-next', 'colon', 'within'],
  ['nosemgrep', 'Semgrep', 'security', 'line-or-next', 'colon', 'within'],
  ['nosem', 'Semgrep', 'security', 'line-or-next', 'colon', 'within'],
  ['ast-grep-ignore', 'ast-grep', 'lint', 'line-or-next', 'colon', 'within'],
  ['NOSONAR', 'SonarQube', 'lint', 'line', 'paren', 'within'],
  ['NOLINT', 'clang-tidy', 'lint', 'line', 'paren', 'within'],
  ['NOLINTNEXTLINE', 'clang-tidy', 'lint', 'next-line', 'paren', 'within'],
  ['NOLINTBEGIN', 'clang-tidy', 'lint', 'rest', 'paren', 'within'],
  ['NOLINTEND', 'clang-tidy', 'lint', 'line', 'paren', 'within', 'nolintbegin'],
  ['cppcheck-suppress', 'Cppcheck', 'lint', 'line-or-next', 'list', 'start'],
  ['cppcheck-suppress-file', 'Cppcheck', 'lint', 'file', 'list', 'start'],
  ['swiftlint:disable', 'SwiftLint', 'lint', 'rest', 'list', 'start'],
  ['swiftlint:disable:this', 'SwiftLint', 'lint', 'line', 'list', 'start'],
  ['swiftlint:disable:next', 'SwiftLint', 'lint', 'next-line', 'list', 'start'],
  ['swiftlint:enable', 'SwiftLint', 'lint', 'line', 'list', 'start', 'swiftlint:disable'],
  ['noinspection', 'IntelliJ IDEA', 'lint', 'next-line', 'list', 'start'],
  ['resharper disable', 'ReSharper', 'lint', 'rest', 'list', 'start'],
  ['resharper disable once', 'ReSharper', 'lint', 'next-line', 'list', 'start'],
  ['resharper restore', 'ReSharper', 'lint', 'line', 'list', 'start', 'resharperdisable'],
  ['skipcq', 'DeepSource', 'lint', 'line-or-next', 'colon', 'start'],
  ['secretlint-disable', 'secretlint', 'secrets', 'rest', 'list', 'within'],
  ['secretlint-disable-line', 'secretlint', 'secrets', 'line', 'list', 'within'],
  ['secretlint-disable-next-line', 'secretlint', 'secrets', 'next-line', 'list', 'within'],
  ['secretlint-enable', 'secretlint', 'secrets', 'line', 'list', 'within', 'secretlint-disable'],
  ['gitleaks:allow', 'Gitleaks', 'secrets', 'line', 'none', 'within'],
  ['trufflehog:ignore', 'TruffleHog', 'secrets', 'line', 'none', 'within'],
  ['ggignore', 'GitGuardian', 'secrets', 'line', 'none', 'start'],
  ['pragma: allowlist secret', 'detect-secrets', 'secrets', 'line', 'none', 'within'],
  ['pragma: allowlist nextline secret', 'detect-secrets', 'secrets', 'next-line', 'none', 'within'],
  ['pragma: whitelist secret', 'detect-secrets', 'secrets', 'line', 'none', 'within'],
  ['@SuppressWarnings', 'the Java compiler and linters', 'lint', 'next-line', 'paren', 'code'],
  ['@Suppress', 'the Kotlin compiler and detekt', 'lint', 'next-line', 'paren', 'code'],
  ['@file:Suppress', 'the Kotlin compiler and detekt', 'lint', 'file', 'paren', 'code'],
  ['#pragma warning disable', 'the C# compiler', 'lint', 'rest', 'list', 'code'],
  ['#pragma warning restore', 'the C# compiler', 'lint', 'line', 'list', 'code', '#pragmawarningdisable'],
  ['#[allow', 'rustc and Clippy', 'lint', 'next-line', 'paren', 'code'],
  ['#[expect', 'rustc and Clippy', 'lint', 'next-line', 'paren', 'code'],
  ['#![allow', 'rustc and Clippy', 'lint', 'file', 'paren', 'code'],
  ['#![expect', 'rustc and Clippy', 'lint', 'file', 'paren', 'code'],
]

export const directiveForms: readonly DirectiveForm[] = rows.map(
  ([keyword, tool, silences, reach, codes, place, ...closes]) => ({
    keyword,
    tool,
    silences,
    reach,
    codes,
    place,
    ...(closes.length > 0 ? { closes } : {}),
  }),
)

/**
 * Lints of Rust that guard against wrong behaviour. Allowing others (`dead_code`, names, length) is a matter of taste
 * and everyday practice, so only these make a directive.
 */
export const guardingRustLints: ReadonlySet<string> = new Set([
  'warnings',
  'unsafe_code',
  'unused_must_use',
  'unused_unsafe',
  'unreachable_code',
  'unreachable_patterns',
  'unconditional_recursion',
  'overflowing_literals',
  'arithmetic_overflow',
  'invalid_value',
  'improper_ctypes',
  'static_mut_refs',
  'unsafe_op_in_unsafe_fn',
  'let_underscore_lock',
  'dangling_pointers_from_temporaries',
  'for_loops_over_fallibles',
  'unpredictable_function_pointer_comparisons',
  'deprecated_safe',
  'clippy::all',
  'clippy::correctness',
  'clippy::suspicious',
  'clippy::unwrap_used',
  'clippy::expect_used',
  'clippy::panic',
  'clippy::indexing_slicing',
  'clippy::arithmetic_side_effects',
  'clippy::integer_division',
  'clippy::await_holding_lock',
  'clippy::await_holding_refcell_ref',
  'clippy::let_underscore_must_use',
  'clippy::mem_forget',
  'clippy::not_unsafe_ptr_arg_deref',
  'clippy::missing_safety_doc',
  'clippy::undocumented_unsafe_blocks',
  'clippy::transmute_ptr_to_ptr',
  'clippy::float_cmp',
  'clippy::cast_possible_truncation',
  'clippy::cast_sign_loss',
  'clippy::string_slice',
])
