// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/storage_settings.h"

#include "compiler/schema/sql_words.h"

#include <algorithm>

namespace retort::schema {
namespace {

using Kind = StorageSetting::Kind;

/// Reads the words of one action.
class Reading {
public:
    explicit Reading(const std::string& text) : text_(text), words_(split_sql(text)) {}

    std::vector<StorageSetting> settings() {
        if (take("alter")) { return column_settings(); }
        if (at("enable") || at("disable")) { return firing(); }
        if (take("cluster")) {
            (void)take("on");
            return {{Kind::Cluster, name(), {}, "on"}};
        }
        if (at("set") && at("without", 1) && at("cluster", 2)) {
            return {{Kind::Cluster, {}, {}, {}}};
        }
        if (at("replica") && at("identity", 1)) {
            at_ += 2;
            StorageSetting setting{Kind::ReplicaIdentity, {}, {}, {}};
            if (at("using")) {
                setting.value = "using index";
                at_ += 2;
                setting.object = name();
            } else if (!at("default")) {
                setting.value = rest();
            }
            return {setting};
        }
        return {};
    }

private:
    [[nodiscard]] bool at(std::string_view word, std::size_t ahead = 0) const {
        return at_ + ahead < words_.size() && words_[at_ + ahead].is(word);
    }
    bool take(std::string_view word) {
        if (!at(word)) { return false; }
        ++at_;
        return true;
    }
    std::string name() { return at_ < words_.size() ? folded(words_[at_++]) : std::string(); }
    [[nodiscard]] std::string rest() const {
        return at_ < words_.size() ? text_.substr(words_[at_].begin) : std::string();
    }

    std::vector<StorageSetting> column_settings() {
        (void)take("column");
        StorageSetting setting{Kind::Statistics, name(), {}, {}};
        const bool reset = take("reset");
        if (!reset && !take("set")) { return {}; }
        if (at("(")) { return options(setting, reset); }
        if (take("statistics")) {
            setting.value = at("default") || rest() == "-1" ? std::string() : rest();
        } else if (take("storage")) {
            setting.kind = Kind::Storage;
            setting.value = at("default") ? std::string() : lower_case(words_[at_].text);
        } else if (take("compression")) {
            setting.kind = Kind::Compression;
            setting.value = at("default") ? std::string() : rest();
        } else {
            return {};
        }
        return {setting};
    }

    std::vector<StorageSetting> options(StorageSetting setting, bool reset) {
        std::vector<StorageSetting> result;
        setting.kind = Kind::ColumnOption;
        while (at_ + 1 < words_.size() && (at("(") || at(","))) {
            ++at_;
            setting.word = name();
            setting.value.clear();
            if (!reset && take("=")) {
                const std::size_t begin = at_;
                while (at_ < words_.size() && !at(",") && !at(")")) { ++at_; }
                setting.value =
                    text_.substr(words_[begin].begin, words_[at_ - 1].end - words_[begin].begin);
            }
            result.push_back(setting);
        }
        return result;
    }

    std::vector<StorageSetting> firing() {
        StorageSetting setting;
        setting.value = at("disable") ? "disable" : "";
        ++at_;
        if (at("always") || at("replica")) {
            setting.value = "enable " + lower_case(words_[at_++].text);
        }
        if (take("trigger")) {
            setting.kind = Kind::Trigger;
        } else if (take("rule")) {
            setting.kind = Kind::Rule;
        } else {
            return {};
        }
        const bool several = (at("all") || at("user")) && setting.kind == Kind::Trigger;
        if (several) {
            setting.word = lower_case(words_[at_].text);
        } else {
            setting.object = name();
        }
        return {setting};
    }

    const std::string& text_;
    std::vector<SqlWord> words_;
    std::size_t at_ = 0;
};

std::string firing_text(const StorageSetting& setting, std::string_view verb) {
    return std::string(verb) + (setting.kind == Kind::Trigger ? " trigger " : " rule ") +
           (setting.word.empty() ? sql_name(setting.object) : setting.word);
}

std::string column_text(const StorageSetting& setting, const std::string& change) {
    return "alter column " + sql_name(setting.object) + " " + change;
}

bool is_of_column(const StorageSetting& setting) {
    switch (setting.kind) {
        case Kind::Statistics:
        case Kind::Storage:
        case Kind::Compression:
        case Kind::ColumnOption:
            return true;
        case Kind::Trigger:
        case Kind::Rule:
        case Kind::Cluster:
        case Kind::ReplicaIdentity:
            return false;
    }
    return false;
}

bool is_of_index(const StorageSetting& setting) {
    return setting.kind == Kind::Cluster || setting.kind == Kind::ReplicaIdentity;
}

/// Of a table there is one setting of these, whatever object it names.
bool is_single(Kind kind) {
    return kind == Kind::Cluster || kind == Kind::ReplicaIdentity;
}

bool about_same(const StorageSetting& a, const StorageSetting& b) {
    return is_single(a.kind) ? a.kind == b.kind : a.is_about_same(b);
}

}  // namespace

std::string_view usual_storage(const Type& type) {
    if (type.dimensions != 0) { return "extended"; }
    switch (type.kind) {
        case TypeKind::Named:
            return {};
        case TypeKind::Numeric:
        case TypeKind::Inet:
        case TypeKind::Cidr:
            return "main";
        case TypeKind::Text:
        case TypeKind::Varchar:
        case TypeKind::Char:
        case TypeKind::Bytea:
        case TypeKind::Json:
        case TypeKind::Jsonb:
        case TypeKind::Xml:
        case TypeKind::Bit:
        case TypeKind::Varbit:
        case TypeKind::Tsvector:
        case TypeKind::Path:
        case TypeKind::Polygon:
        case TypeKind::Int4range:
        case TypeKind::Int8range:
        case TypeKind::Numrange:
        case TypeKind::Tsrange:
        case TypeKind::Tstzrange:
        case TypeKind::Daterange:
            return "extended";
        default:
            return "plain";
    }
}

std::vector<StorageSetting> read_settings(const OtherTableAction& action) {
    return Reading(action.text).settings();
}

OtherTableAction setting_action(const StorageSetting& setting) {
    switch (setting.kind) {
        case Kind::Statistics:
            return {column_text(setting, "set statistics " + setting.value)};
        case Kind::Storage:
            return {column_text(setting, "set storage " + setting.value)};
        case Kind::Compression:
            return {column_text(setting, "set compression " + setting.value)};
        case Kind::ColumnOption:
            return {column_text(setting, "set (" + setting.word + " = " + setting.value + ")")};
        case Kind::Trigger:
        case Kind::Rule:
            return {firing_text(setting, setting.value)};
        case Kind::Cluster:
            return {"cluster on " + sql_name(setting.object)};
        case Kind::ReplicaIdentity:
            return {"replica identity " + setting.value +
                    (setting.object.empty() ? std::string() : " " + sql_name(setting.object))};
    }
    return {};
}

std::optional<OtherTableAction> default_action(const StorageSetting& setting, const Table& table) {
    switch (setting.kind) {
        case Kind::Statistics:
            return OtherTableAction{column_text(setting, "set statistics -1")};
        case Kind::Storage: {
            const Column* column = table.find_column(setting.object);
            const std::string_view usual = column == nullptr ? "" : usual_storage(column->type);
            if (usual.empty()) { return std::nullopt; }
            return OtherTableAction{column_text(setting, "set storage " + std::string(usual))};
        }
        case Kind::Compression:
            return OtherTableAction{column_text(setting, "set compression default")};
        case Kind::ColumnOption:
            return OtherTableAction{column_text(setting, "reset (" + setting.word + ")")};
        case Kind::Trigger:
        case Kind::Rule:
            return OtherTableAction{firing_text(setting, "enable")};
        case Kind::Cluster:
            return OtherTableAction{"set without cluster"};
        case Kind::ReplicaIdentity:
            return OtherTableAction{"replica identity default"};
    }
    return std::nullopt;
}

const StorageSetting* find_setting(const Table& table, const StorageSetting& like) {
    const auto found =
        std::find_if(table.settings.begin(), table.settings.end(),
                     [&](const StorageSetting& each) { return about_same(each, like); });
    return found == table.settings.end() ? nullptr : &*found;
}

void keep_setting(Table& table, const StorageSetting& setting) {
    std::erase_if(table.settings,
                  [&](const StorageSetting& each) { return about_same(each, setting); });
    bool usual = setting.value.empty();
    if (setting.kind == Kind::Storage && !usual) {
        const Column* column = table.find_column(setting.object);
        usual = column != nullptr && usual_storage(column->type) == setting.value;
    }
    if (!usual) { table.settings.push_back(setting); }
}

void rename_column_in_settings(Table& table, const std::string& from, const std::string& to) {
    for (StorageSetting& each : table.settings) {
        if (is_of_column(each) && each.object == from) { each.object = to; }
    }
}

void rename_index_in_settings(Table& table, const std::string& from, const std::string& to) {
    for (StorageSetting& each : table.settings) {
        if (is_of_index(each) && each.object == from) { each.object = to; }
    }
}

void forget_column_settings(Table& table, const std::string& column) {
    std::erase_if(table.settings, [&](const StorageSetting& each) {
        return is_of_column(each) && each.object == column;
    });
}

void forget_storage(Table& table, const std::string& column) {
    std::erase_if(table.settings, [&](const StorageSetting& each) {
        return (each.kind == Kind::Storage || each.kind == Kind::Compression) &&
               each.object == column;
    });
}

void forget_trigger_settings(Table& table, const std::string& trigger) {
    std::erase_if(table.settings, [&](const StorageSetting& each) {
        return each.kind == Kind::Trigger && each.word.empty() && each.object == trigger;
    });
}

void forget_index_settings(Table& table, const std::string& index) {
    std::erase_if(table.settings, [&](const StorageSetting& each) {
        return is_of_index(each) && each.object == index;
    });
}

std::vector<OtherTableAction> setting_changes(const Table& from, const Table& to) {
    std::vector<OtherTableAction> actions;
    const auto find = [](const auto& list, const std::string& name) {
        return std::find_if(list.begin(), list.end(),
                            [&](const auto& each) { return each.first == name; });
    };
    for (const auto& [name, value] : to.options.with) {
        const auto old = find(from.options.with, name);
        if (old == from.options.with.end() || old->second != value) {
            actions.push_back(
                {"set (" + name + (value.empty() ? std::string() : " = " + value) + ")"});
        }
    }
    for (const auto& [name, value] : from.options.with) {
        if (find(to.options.with, name) == to.options.with.end()) {
            actions.push_back({"reset (" + name + ")"});
        }
    }
    if (from.options.tablespace != to.options.tablespace) {
        const std::string& wanted = to.options.tablespace;
        actions.push_back({"set tablespace " + (wanted.empty() ? "pg_default" : sql_name(wanted))});
    }
    for (const StorageSetting& setting : from.settings) {
        const bool column_gone = is_of_column(setting) && to.find_column(setting.object) == nullptr;
        if (find_setting(to, setting) != nullptr || column_gone) { continue; }
        if (std::optional<OtherTableAction> back = default_action(setting, to)) {
            actions.push_back(std::move(*back));
        }
    }
    for (const StorageSetting& setting : to.settings) {
        const StorageSetting* old = find_setting(from, setting);
        if (old == nullptr || !(*old == setting)) { actions.push_back(setting_action(setting)); }
    }
    return actions;
}

}  // namespace retort::schema
