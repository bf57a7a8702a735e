// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_meaning.h"

#include "compiler/schema/meaning/sql_translator.h"
#include "compiler/schema/meaning/sql_tree.h"
#include "compiler/schema/routine_head.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace retort::schema {
namespace {

/// `s`, `public.s` and `"s"` are one name in the string that `nextval` gets.
std::string plain_object_name(const std::string& text, const std::string& default_schema) {
    std::string result;
    for (const SqlWord& word : split_sql(text)) {
        if (word.is_name()) {
            result += sql_name(folded(word));
        } else if (word.is(".")) {
            result += ".";
        } else {
            return text;
        }
    }
    const std::string prefix = sql_name(default_schema) + ".";
    return result.starts_with(prefix) ? result.substr(prefix.size()) : result;
}

/// Strings that name an object, in one spelling.
void settle_names(SqlTree& tree, const std::string& default_schema) {
    const bool call = tree.kind == SqlTree::Kind::Call && tree.names.back() == "nextval";
    const bool cast = tree.kind == SqlTree::Kind::Cast && tree.type.kind == TypeKind::Regclass;
    if (cast && tree.args[0].kind == SqlTree::Kind::String) {
        tree.args[0].text = plain_object_name(tree.args[0].text, default_schema);
    }
    if (call && tree.args.size() == 1 && tree.args[0].kind == SqlTree::Kind::String) {
        tree.args[0].text = plain_object_name(tree.args[0].text, default_schema);
    }
    for (SqlTree& each : tree.args) { settle_names(each, default_schema); }
}

}  // namespace

std::string in_words(const std::string& text) {
    std::string result;
    for (const SqlWord& word : split_sql(text)) {
        if (!result.empty()) { result += ' '; }
        switch (word.kind) {
            case SqlWord::Kind::Word:
                result += lower_case(word.text);
                break;
            case SqlWord::Kind::Quoted:
                result += sql_name(word.text);
                break;
            case SqlWord::Kind::String:
            case SqlWord::Kind::Number:
            case SqlWord::Kind::Symbol:
                result.append(text, word.begin, word.end - word.begin);
                break;
        }
    }
    return result;
}

QualifiedName Meanings::plain(const QualifiedName& name) const {
    return name.schema == rules_.default_schema ? QualifiedName(name.name) : name;
}

std::string Meanings::type(const Type& type) const {
    Type plain_type = type;
    if (plain_type.name) {
        plain_type.name = plain(*plain_type.name);
        // A built-in type by its schema's name.
        if (plain_type.name->schema == rules_.catalog_schema) {
            const TypeKind kind = type_kind(plain_type.name->name);
            plain_type.name->schema.clear();
            if (kind != TypeKind::Named) {
                plain_type.kind = kind;
                plain_type.name.reset();
            }
        }
    }
    std::vector<std::string>& arguments = plain_type.arguments;
    const bool one = plain_type.kind == TypeKind::Char || plain_type.kind == TypeKind::Bit;
    if (one && arguments.empty()) { arguments.emplace_back("1"); }
    if (plain_type.kind == TypeKind::Numeric && arguments.size() == 2 && arguments[1] == "0") {
        arguments.pop_back();
    }
    if (plain_type.dimensions > 1) { plain_type.dimensions = 1; }
    return type_text(plain_type);
}

TypeName Meanings::base_type(const Type& type) const {
    const std::string brackets = type.dimensions != 0 ? "[]" : "";
    const Type* scalar = &type;
    // A domain of a domain …: as many steps as there are domains.
    for (std::size_t i = 0; i <= schema_.domains.size(); ++i) {
        if (scalar->kind != TypeKind::Named || !scalar->name) {
            if (scalar != &type && scalar->dimensions != 0) {
                return std::string(type_keyword(scalar->kind)) + "[]" + brackets;
            }
            return std::string(type_keyword(stored_kind(scalar->kind))) + brackets;
        }
        const QualifiedName name = plain(*scalar->name);
        // Characters of any number, with blanks behind them that do not count.
        if (name.name == "bpchar") { return "char" + brackets; }
        const Domain* domain = schema_.find_domain(name);
        if (domain == nullptr && name.schema.empty()) {
            domain = schema_.find_domain(QualifiedName(rules_.default_schema, name.name));
        }
        if (domain == nullptr || !brackets.empty()) {
            return (name.schema == rules_.catalog_schema ? name.name : name.text()) + brackets;
        }
        scalar = &domain->definition.type;
    }
    return {};
}

std::string Meanings::internal_name(const Type& type) const {
    using Pair = std::pair<std::string_view, std::string_view>;
    static constexpr std::array kInternal{
        Pair{"smallint", "int2"},
        Pair{"integer", "int4"},
        Pair{"bigint", "int8"},
        Pair{"real", "float4"},
        Pair{"double precision", "float8"},
        Pair{"boolean", "bool"},
        Pair{"char", "bpchar"},
    };
    if (type.kind == TypeKind::Named && type.name) { return type.name->name; }
    const std::string_view keyword = type_keyword(type.kind);
    for (const auto& [canonical, internal] : kInternal) {
        if (canonical == keyword) { return std::string(internal); }
    }
    return std::string(keyword);
}

bool Meanings::is_scalar(const TypeName& type) const {
    if (type.empty() || type == "record") { return false; }
    const QualifiedName name(type);
    return schema_.find_table(name) == nullptr && type.find('.') == std::string::npos;
}

std::string Meanings::same_function(const std::string& name, std::size_t) const {
    const auto found = std::find_if(rules_.same_functions.begin(), rules_.same_functions.end(),
                                    [&](const SameFunction& each) { return each.name == name; });
    return found == rules_.same_functions.end() ? name : std::string(found->is);
}

std::vector<FunctionForm> Meanings::functions(const std::string& name) const {
    std::vector<FunctionForm> result;
    auto each = std::lower_bound(
        rules_.functions.begin(), rules_.functions.end(), name,
        [](const FunctionRule& rule, const std::string& wanted) { return rule.name < wanted; });
    for (; each != rules_.functions.end() && each->name == name; ++each) {
        result.push_back(read_form(each->arguments, each->result));
    }
    return result;
}

const std::vector<FunctionForm>* Meanings::own_functions(const QualifiedName& name) {
    if (!routines_) { read_routines(); }
    const auto found = routines_->find(name);
    return found == routines_->end() ? nullptr : &found->second;
}

void Meanings::read_routines() {
    routines_.emplace();
    const std::string kind = code_object_key(CodeKind::Function, {}, {}, {}).substr(0, 1);
    schema_.code_objects.for_each_from(kind, [&](const std::string& key,
                                                 const Shared<CodeObjectState>& state) {
        if (key.compare(0, 1, kind) != 0) { return false; }
        const CodeObject& object = state->object;
        const std::vector<SqlWord> words = split_sql(object.definition);
        const RoutineHead head = read_routine_head(words);
        const auto type_of = [&](SqlPart part) {
            if (part.first >= part.second) { return TypeName(); }
            const std::string text = object.definition.substr(
                words[part.first].begin, words[part.second - 1].end - words[part.first].begin);
            const auto tree = read_sql_expression("null::" + text);
            return tree && tree->kind == SqlTree::Kind::Cast ? base_type(tree->type) : TypeName();
        };
        FunctionForm form;
        std::vector<TypeName> out;
        for (const RoutineArgument& argument : head.arguments) {
            if (argument.out) { out.push_back(type_of(argument.type)); }
            if (!argument.in) { continue; }
            if (argument.has_default) { ++form.defaults; }
            form.arguments.push_back(type_of(argument.type));
        }
        const bool several = !head.columns.empty() || out.size() > 1;
        form.result = several ? "record" : out.size() == 1 ? out[0] : type_of(head.result);
        (*routines_)[plain(object.name)].push_back(std::move(form));
        return true;
    });
}

std::optional<std::vector<GivenColumn>> Meanings::columns_of(const QualifiedName& written) {
    const QualifiedName name = plain(written);
    const QualifiedName whole(rules_.default_schema, name.name);
    const Table* table = schema_.find_table(name);
    if (table == nullptr && name.schema.empty()) { table = schema_.find_table(whole); }
    if (table != nullptr) {
        std::vector<GivenColumn> columns;
        for (const Column& column : table->columns) {
            columns.push_back({column.name.text, base_type(column.type)});
        }
        return columns;
    }
    const auto known = view_columns_.find(name);
    if (known != view_columns_.end()) { return known->second; }
    const CodeObjectState* view = nullptr;
    for (const CodeKind kind : {CodeKind::View, CodeKind::MaterializedView}) {
        for (const QualifiedName& each : {name, whole}) {
            if (view == nullptr && (each == name || name.schema.empty())) {
                view = schema_.find_code_object(kind, {}, each, {});
            }
        }
    }
    if (view == nullptr || !views_at_hand_.insert(name).second) { return std::nullopt; }
    (void)this->view(view->object.definition);
    views_at_hand_.erase(name);
    auto columns = std::exchange(given_, std::nullopt);
    if (columns) { view_columns_[name] = *columns; }
    return columns;
}

VisibleScope Meanings::rows_of(const QualifiedName& name) {
    VisibleScope scope;
    VisibleSource source;
    source.alias = name.name;
    source.schema = name.schema.empty() ? rules_.default_schema : name.schema;
    source.known = false;
    if (const auto columns = columns_of(name)) {
        source.known = true;
        for (const GivenColumn& column : *columns) {
            source.columns.push_back({column.name, column.type, sql_name(column.name)});
        }
    }
    scope.columns = source.columns;
    scope.sources.push_back(std::move(source));
    return scope;
}

std::string Meanings::text(const std::string& text, const VisibleScope& scope,
                           const TypeName& wanted) {
    std::optional<SqlValue> found = value(text, SqlNames::Folded, scope);
    return found ? settled(std::move(*found), wanted).text : "?" + in_words(text);
}

std::optional<SqlValue> Meanings::value(const std::string& text, SqlNames names,
                                        const VisibleScope& scope) {
    std::optional<SqlTree> tree = read_sql_expression(text, names);
    if (!tree) { return std::nullopt; }
    settle_names(*tree, rules_.default_schema);
    SqlTranslator translator(*this);
    SqlValue value = translator.value(*tree, scope);
    if (!translator.understood()) { return std::nullopt; }
    return value;
}

SqlValue Meanings::settled(SqlValue value, const TypeName& wanted) {
    if (!wanted.empty()) {
        // A constant that the column's type keeps is that type's, whatever it was written as.
        value = coerce(std::move(value), wanted);
    } else if (value.kind == SqlValue::Kind::Literal || value.kind == SqlValue::Kind::Array) {
        value = coerce(std::move(value), value.type.empty() ? "text" : value.type);
    }
    return value;
}

const VisibleScope& Meanings::scope_of(const Table* table) {
    if (table == nullptr) { return no_columns(); }
    if (table != scope_table_) {
        scope_table_ = table;
        scope_.columns.clear();
        scope_.sources.clear();
        VisibleSource source;
        source.alias = table->name.name;
        source.schema = table->name.schema.empty() ? rules_.default_schema : table->name.schema;
        for (const Column& column : table->columns) {
            source.columns.push_back(
                {column.name.text, base_type(column.type), sql_name(column.name.text)});
        }
        scope_.columns = source.columns;
        scope_.sources.push_back(std::move(source));
    }
    return scope_;
}

Expr Meanings::with_same_functions(Expr expr) const {
    for (Expr& part : expr.args) { part = with_same_functions(std::move(part)); }
    if (expr.kind != ExprKind::Call || expr.names.size() != 1) { return expr; }
    std::string& name = expr.names.front().text;
    const std::string same = same_function(name, expr.args.size());
    if (same != name && same.starts_with("current_")) {
        expr.kind = ExprKind::Keyword;
        expr.names.clear();
        expr.text = same;
    } else {
        name = same;
    }
    return expr;
}

std::string Meanings::expression(const Expr& expr, const Table* table, const Type* wanted) {
    if (!rules_.keeps_meaning) { return in_words(expr_text(with_same_functions(expr))); }
    const std::string written = expr_text(expr);
    std::optional<SqlValue> found = value(written, SqlNames::Exact, scope_of(table));
    const TypeName type = wanted == nullptr ? TypeName() : base_type(*wanted);
    return found ? settled(std::move(*found), type).text : "?" + in_words(written);
}

TypeName Meanings::expression_type(const Expr& expr, const Table* table) {
    const std::optional<SqlValue> found = value(expr_text(expr), SqlNames::Exact, scope_of(table));
    return found ? found->type : TypeName();
}

std::string Meanings::domain_check(const Expr& expr, const Type& type) {
    if (!rules_.keeps_meaning) { return in_words(expr_text(with_same_functions(expr))); }
    const std::string written = expr_text(expr);
    VisibleScope scope;
    scope.columns.push_back({"value", base_type(type), "value"});
    std::optional<SqlValue> found = value(written, SqlNames::Exact, scope);
    return found ? settled(std::move(*found), "boolean").text : "?" + in_words(written);
}

std::string Meanings::partition_bound(const std::string& written, const Table* parent) {
    const std::string words = in_words(written);
    if (!rules_.keeps_meaning || parent == nullptr || !parent->options.partition_by) {
        return words;
    }
    // `for values in (…)`, `from (…) to (…)`: constants of the types of the key.
    const std::vector<IndexKey>& keys = parent->options.partition_by->keys;
    const auto type_at = [&](std::size_t key) {
        const Column* column =
            key < keys.size() ? parent->find_column(keys[key].column.text) : nullptr;
        return column == nullptr ? TypeName() : base_type(column->type);
    };
    const std::vector<SqlWord> split = split_sql(written);
    const bool list =
        std::any_of(split.begin(), split.end(), [](const SqlWord& word) { return word.is("in"); });
    std::string result;
    for (std::size_t i = 0; i < split.size(); ++i) {
        result += (result.empty() ? "" : " ") +
                  in_words(written.substr(split[i].begin, split[i].end - split[i].begin));
        if (!split[i].is("(") || lower_case(written).find(" with ") != std::string::npos) {
            continue;
        }
        std::size_t key = 0;
        std::size_t depth = 0;
        std::size_t begin = i + 1;
        for (++i; i < split.size(); ++i) {
            const bool closes = split[i].is(")") && depth == 0;
            if (split[i].is("(")) { ++depth; }
            if (split[i].is(")") && depth != 0) { --depth; }
            if (!closes && (!split[i].is(",") || depth != 0)) { continue; }
            const std::string item =
                written.substr(split[begin].begin, split[i - 1].end - split[begin].begin);
            const std::string word = lower_case(item);
            const bool bound = word == "minvalue" || word == "maxvalue";
            result += " " + (bound ? word : text(item, no_columns(), type_at(list ? 0 : key)));
            ++key;
            begin = i + 1;
            if (closes) { break; }
        }
        result += " )";
    }
    return result;
}

}  // namespace retort::schema
