// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/footprint.h"

namespace retort::schema {
namespace {

std::string quoted(const std::string& name) {
    return '"' + name + '"';
}

/// The name behind the number that keeps comments on different kinds apart.
std::string behind_number(const std::string& text) {
    return text.substr(text.find(' ') + 1);
}

std::string noun(const Mark& mark) {
    const std::string of_table = " of table " + quoted(mark.object);
    const std::string column = "column " + quoted(mark.part) + of_table;
    switch (mark.facet) {
        case Facet::Relation:
        case Facet::Body:
            return quoted(mark.object);
        case Facet::Column:
            return column;
        case Facet::Columns:
            return "the columns" + of_table;
        case Facet::ColumnType:
            return "the type of " + column;
        case Facet::Default:
            return "the default of " + column;
        case Facet::Nullability:
            return "whether " + column + " takes nulls";
        case Facet::Values:
            return "the values of " + column;
        case Facet::Rows:
        case Facet::NewKeys:
            return "the rows" + of_table;
        case Facet::RowKey:
            return "the row with " + mark.part + of_table;
        case Facet::NumberedKeys:
            return "the next number of " + column;
        case Facet::Constraint:
            return "constraint " + quoted(mark.part) + of_table;
        case Facet::Key:
            return "the key (" + mark.part + ")" + of_table;
        case Facet::Triggers:
            return "the triggers" + of_table;
        case Facet::Setting:
            return "a setting" + of_table;
        case Facet::Anything:
            return "table " + quoted(mark.object);
        case Facet::Comment:
            return "the comment on " +
                   (mark.part.empty() ? std::string() : quoted(mark.part) + " of ") +
                   quoted(behind_number(mark.object));
        case Facet::Privilege:
            return "the privileges on " + quoted(mark.object);
        case Facet::Relations:
            return mark.object.empty() ? "which tables there are"
                                       : "which tables schema " + quoted(mark.object) + " has";
        case Facet::Type:
            return "type " + quoted(mark.object);
        case Facet::Label:
            return "value \"" + mark.part + "\" of type " + quoted(mark.object);
        case Facet::LabelPlace:
            return "a value " + mark.part + " of type " + quoted(mark.object);
        case Facet::Labels:
            return "the values of type " + quoted(mark.object);
        case Facet::SequenceOptions:
            return "the options of sequence " + quoted(mark.object);
        case Facet::Schema:
            return "schema " + quoted(mark.object);
        case Facet::Extension:
            return "extension " + quoted(mark.object);
        case Facet::Extensions:
            return "what an extension brings";
        case Facet::Code:
            return mark.object;
        case Facet::Routine:
            return "function " + quoted(mark.object);
    }
    return {};
}

/// `adds`, or `add` where both do it.
std::string verb(Deed deed, Facet facet, bool both) {
    const auto form = [&](const char* one, const char* two) {
        return std::string(both ? two : one);
    };
    switch (deed) {
        case Deed::Uses:
            if (facet == Facet::Anything) { return form("names in raw SQL", "name in raw SQL"); }
            return form("uses", "use");
        case Deed::Creates:
            return form("adds", "add");
        case Deed::Drops:
            return form("drops", "drop");
        case Deed::Renames:
            return form("renames", "rename");
        case Deed::Changes:
            return form("changes", "change");
        case Deed::Inserts:
            return form("adds to", "add to");
        case Deed::Deletes:
            return form("takes from", "take from");
        case Deed::Frees:
            return form("stops referencing", "stop referencing");
    }
    return {};
}

}  // namespace

bool clash(Access a, Access b) {
    if (a == Access::Write || b == Access::Write) { return true; }
    if (a == b) { return false; }
    const auto between = [&](Access x, Access y) {
        return (a == x && b == y) || (a == y && b == x);
    };
    // Which rows are changed, or go, is told by the values that are read, not by the rows.
    return !between(Access::Pass, Access::Read) && !between(Access::Pass, Access::Leave);
}

std::string clash_text(const Mark& first, const Mark& second) {
    if (first.deed == second.deed) {
        return "both " + verb(first.deed, first.facet, true) + " " + noun(first);
    }
    // What is done to the thing comes before who uses it.
    const bool turned = first.deed == Deed::Uses;
    const Mark& doer = turned ? second : first;
    const Mark& other = turned ? first : second;
    return std::string(turned ? "the second " : "the first ") + verb(doer.deed, doer.facet, false) +
           " " + noun(doer) + ", which the " + (turned ? "first " : "second ") +
           verb(other.deed, other.facet, false);
}

}  // namespace retort::schema
