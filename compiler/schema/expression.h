// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/box.h"
#include "compiler/base/names.h"
#include "compiler/schema/type.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace retort::schema {

/// What an expression node is. `args` and `text` are used as said here; everything else is empty.
enum class ExprKind : unsigned char {
    Null,         ///< null
    Default,      ///< default (only as a value in insert and update)
    Boolean,      ///< text: "true" or "false"
    Number,       ///< text: the digits as written
    String,       ///< text: the decoded characters (no quotes, escapes resolved)
    TypedString,  ///< `interval '1 day'`, `date '2024-01-01'`: type, text decoded
    Column,       ///< name parts: column, or table.column, or schema.table.column
    Star,         ///< `*` in count(*)
    Keyword,      ///< current_timestamp, current_date, current_user, …: text in lower case; a
                  ///< precision argument, if any, in args. Also the field of extract(year from x)
    Call,         ///< name parts: function; args; `tail`: filter (…) / over (…) as text;
                  ///< `distinct` in flag. Where words stand between the arguments, text says how,
                  ///< with `_` for each: `_ from _ for _`, `both _ from _`, `_ in _`
    Unary,        ///< text: the operator (`-`, `+`, `not`, `~`, …); args: 1
    Binary,  ///< text: the operator (`+`, `and`, `or`, `=`, `like`, `||`, `->>`, …); args: 2.
             ///< `!=` is kept as `<>`; flag: negated (`not like`, `not ilike`, `not similar to`);
             ///< a third argument is the `escape` of like
    Is,      ///< text: null, true, false, unknown; args: 1; flag: negated
    IsDistinct,  ///< a is [not] distinct from b; args: 2; flag: negated
    Between,     ///< args: value, low, high; flag: negated
    In,          ///< args: value, then the list; flag: negated. A sub-select is one Query argument
    Quantified,  ///< value op any|all|some (array or query); args: value, right side; text: the
                 ///< operator; tail: any, all or some
    Case,        ///< args: [operand if flag], when, then, when, then, …, [else if odd rest]
    Cast,        ///< `x::type` and `cast(x as type)`; args: 1; type
    Collate,     ///< args: 1; name parts: the collation
    AtTimeZone,  ///< args: value, zone
    Array,       ///< array[…]; args
    Subscript,   ///< a[i] or a[i:j]; args: value, from, [to if flag]
    Row,         ///< (a, b) or row(a, b); args: at least 2 unless flag (row spelled out)
    Field,       ///< (x).field; args: 1; name parts: field
    Query,       ///< a sub-select in parentheses, kept as text (without them)
    Exists,      ///< exists (…): the query as text
    ByDialect,   ///< by_dialect(d => expr, …): names: dialects; args: one each
};

/// A SQL expression as a tree. Parentheses are not kept: the printers add what precedence needs.
/// Operators are PostgreSQL's (manual 4.1.6). A value: copied, compared (spans ignored), rewritten.
struct Expr {
    ExprKind kind = ExprKind::Null;
    bool flag = false;
    std::string text;
    std::string tail;
    std::vector<Name> names;
    std::vector<Expr> args;
    Box<Type> type;
    Span span;

    friend bool operator==(const Expr& a, const Expr& b);
};

/// Spelling in the migration language (PostgreSQL's), with the parentheses that precedence needs.
[[nodiscard]] std::string expr_text(const Expr& expr);

/// Binding strength of an operator in PostgreSQL, higher binds tighter (manual, table 4.2).
[[nodiscard]] int binary_precedence(std::string_view op);

/// Calls `visit` for every column reference in the tree, sub-selects (text) not entered.
void for_each_column(const Expr& expr, const std::function<void(const Expr&)>& visit);

/// Renames a column in place wherever the tree refers to it, qualified by its table or not.
/// Returns how many references changed.
std::size_t rename_column(Expr& expr, const std::string& from, const std::string& to);

/// Names of functions that the tree calls, in order of appearance.
[[nodiscard]] std::vector<std::string> called_functions(const Expr& expr);

}  // namespace retort::schema
