//! The Rust source of the workspace, as names with their lines.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

/// One Rust file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path from the root of the workspace, with `/`.
    pub path: String,
    /// The folder of its crate from the root: `shared/fold`.
    pub crate_folder: String,
    /// Its identifiers, those in test code included.
    pub identifiers: Vec<Named>,
    /// The types that it declares `pub` or `pub(…)`, without those of test code.
    pub public_types: Vec<Named>,
    /// All its declarations of types.
    pub types: Vec<Named>,
    /// Its functions.
    pub functions: Vec<Named>,
    /// The first line of each of its doc comments.
    pub doc_openings: Vec<Named>,
}

/// A text at a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its line, from 1.
    pub line: usize,
    /// The name, or the line of a doc comment.
    pub text: String,
}

/// Returns the root of the workspace.
pub fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Reads every Rust file of the workspace.
///
/// # Errors
///
/// If a folder or file cannot be read, or is no Rust.
pub fn read_workspace(root: &Path) -> anyhow::Result<Vec<SourceFile>> {
    let mut paths = Vec::new();
    for folder in ["services", "shared", "tests"] {
        collect_paths(&root.join(folder), &mut paths)?;
    }
    paths.sort();
    paths.iter().map(|path| read_file(root, path)).collect()
}

fn collect_paths(folder: &Path, paths: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        // Followed, a link to a folder that is not ours would be read too.
        if path.is_dir() && !path.is_symlink() && !path.ends_with("node_modules") {
            collect_paths(&path, paths)?;
        } else if is_rust {
            paths.push(path);
        }
    }
    Ok(())
}

fn read_file(root: &Path, path: &Path) -> anyhow::Result<SourceFile> {
    let relative = |path: &Path| -> anyhow::Result<String> {
        let relative = path.strip_prefix(root)?.components();
        let parts: Vec<_> = relative
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        Ok(parts.join("/"))
    };
    let home = path
        .ancestors()
        .find(|folder| folder.join("Cargo.toml").exists())
        .context("the file belongs to a crate")?;
    SourceFile::parse(
        &relative(path)?,
        &relative(home)?,
        &fs::read_to_string(path)?,
    )
}

impl SourceFile {
    /// Parses the text of a file.
    ///
    /// # Errors
    ///
    /// If the text is no Rust.
    pub fn parse(path: &str, crate_folder: &str, text: &str) -> anyhow::Result<Self> {
        let tokens: TokenStream = text
            .parse()
            .map_err(|error| anyhow!("cannot parse {path}: {error}"))?;
        let mut file = Self {
            path: path.to_owned(),
            crate_folder: crate_folder.to_owned(),
            identifiers: Vec::new(),
            public_types: Vec::new(),
            types: Vec::new(),
            functions: Vec::new(),
            doc_openings: Vec::new(),
        };
        let in_crate = path.strip_prefix(crate_folder).unwrap_or(path);
        let test_code = in_crate
            .split('/')
            .any(|part| ["tests", "tests.rs"].contains(&part));
        file.read_tokens(tokens, test_code);
        Ok(file)
    }

    fn read_tokens(&mut self, tokens: TokenStream, in_test: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let (mut last_doc_line, mut item_is_test) = (None, false);
        for (index, token) in tokens.iter().enumerate() {
            let before = |distance: usize| tokens[..index].iter().nth_back(distance - 1);
            match token {
                TokenTree::Group(group) if is_attribute(group, before(1), before(2)) => {
                    item_is_test |= is_test_cfg(group);
                    let Some(text) = doc_line(group) else {
                        self.read_tokens(group.stream(), in_test);
                        continue;
                    };
                    let line = line(group.span_open());
                    if last_doc_line != Some(line - 1) {
                        self.doc_openings.push(Named { line, text });
                    }
                    last_doc_line = Some(line);
                }
                TokenTree::Group(group) => {
                    self.read_tokens(group.stream(), in_test || item_is_test);
                    item_is_test &= group.delimiter() != Delimiter::Brace;
                }
                TokenTree::Ident(ident) => {
                    let named = Named {
                        line: line(ident.span()),
                        text: ident.to_string().trim_start_matches("r#").to_owned(),
                    };
                    self.read_identifier(named, &tokens[..index], in_test || item_is_test);
                }
                TokenTree::Punct(mark) => item_is_test &= mark.as_char() != ';',
                TokenTree::Literal(_) => {}
            }
        }
    }

    fn read_identifier(&mut self, named: Named, before: &[TokenTree], in_test: bool) {
        let keyword = before.last().map(ToString::to_string).unwrap_or_default();
        match keyword.as_str() {
            "struct" | "enum" | "union" | "trait" | "type" => {
                if is_public(before) && !in_test {
                    self.public_types.push(named.clone());
                }
                self.types.push(named.clone());
            }
            "fn" => self.functions.push(named.clone()),
            _ => {}
        }
        self.identifiers.push(named);
    }
}

/// Whether `pub` or `pub(…)` is before the keyword that these tokens end with.
fn is_public(before: &[TokenTree]) -> bool {
    let mut rest = before.iter().rev().skip(1).filter(|token| {
        let restriction =
            matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
        !restriction && token.to_string() != "unsafe"
    });
    rest.next().is_some_and(|token| token.to_string() == "pub")
}

fn is_attribute(
    group: &Group,
    before: Option<&TokenTree>,
    before_that: Option<&TokenTree>,
) -> bool {
    let is = |token: Option<&TokenTree>, wanted: char| matches!(token, Some(TokenTree::Punct(mark)) if mark.as_char() == wanted);
    let inner = is(before, '!') && is(before_that, '#');
    group.delimiter() == Delimiter::Bracket && (is(before, '#') || inner)
}

/// Whether an attribute is `cfg(test)`, or another condition that names `test` without `not`.
fn is_test_cfg(attribute: &Group) -> bool {
    let text = attribute.stream().to_string();
    let names_test = text
        .split(|sign: char| !sign.is_alphanumeric() && sign != '_')
        .any(|part| part == "test");
    text.starts_with("cfg") && !text.starts_with("cfg_attr") && names_test && !text.contains("not")
}

/// Returns the text of an attribute that is a line of a doc comment.
fn doc_line(attribute: &Group) -> Option<String> {
    let mut tokens = attribute.stream().into_iter();
    let (name, mark, text) = (tokens.next()?, tokens.next()?, tokens.next()?);
    let is_doc = name.to_string() == "doc" && mark.to_string() == "=";
    let text = text.to_string();
    is_doc.then(|| text.trim_matches('"').trim().to_owned())
}

fn line(span: Span) -> usize {
    span.start().line
}
