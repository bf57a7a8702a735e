// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/sql_meaning.h"

#include "compiler/schema/sql_words.h"

namespace retort::schema {
namespace {

/// One blank between words, small letters, quotes where they are needed.
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

}  // namespace

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
    return type_text(plain_type);
}

std::string Meanings::expression(const Expr& expr, const Table*, const Type*) {
    return in_words(expr_text(expr));
}

std::string Meanings::domain_check(const Expr& expr, const Type&) {
    return in_words(expr_text(expr));
}

std::string Meanings::definition(const CodeObject& object) {
    return in_words(object.definition);
}

std::string Meanings::partition_bound(const std::string& text, const Table*) {
    return in_words(text);
}

}  // namespace retort::schema
