// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/reader.h"
#include "compiler/project/text.h"

#include <algorithm>
#include <set>
#include <utility>

namespace retort::project {
namespace {

/// What may stand under `defaults` or on a target.
struct SharedSettings {
    std::optional<script::TransactionMode> transaction;
    std::optional<bool> guard;
    std::optional<std::string> lock_timeout;
    std::optional<std::string> statement_timeout;
    std::optional<bool> skip_unsupported;
};

const std::vector<std::string_view> kSharedKeys{"transaction", "guard", "lock_timeout",
                                                "statement_timeout", "unsupported"};
const std::vector<std::string_view> kTargetKeys{"dialect",
                                                "url",
                                                "version",
                                                "output",
                                                "schema",
                                                "transaction",
                                                "guard",
                                                "lock_timeout",
                                                "statement_timeout",
                                                "unsupported",
                                                "migrations",
                                                "version_table",
                                                "version_table_schema"};

void read_shared(const std::string& key, const YamlNode& value, ValueReader& reader,
                 SharedSettings& settings) {
    if (key == "transaction") {
        if (const auto index = reader.word(value, key, {"per-script", "per-revision", "none"})) {
            settings.transaction = static_cast<script::TransactionMode>(*index);
        }
    } else if (key == "guard") {
        settings.guard = reader.boolean(value, key);
    } else if (key == "lock_timeout") {
        settings.lock_timeout = reader.duration(value, key);
    } else if (key == "statement_timeout") {
        settings.statement_timeout = reader.duration(value, key);
    } else if (key == "unsupported") {
        if (const auto index = reader.word(value, key, {"error", "skip"})) {
            settings.skip_unsupported = *index == 1;
        }
    }
}

void apply(const SharedSettings& settings, Target& target) {
    target.transaction = settings.transaction.value_or(target.transaction);
    target.guard = settings.guard.value_or(target.guard);
    target.lock_timeout = settings.lock_timeout.value_or(target.lock_timeout);
    target.statement_timeout = settings.statement_timeout.value_or(target.statement_timeout);
    target.skip_unsupported = settings.skip_unsupported.value_or(target.skip_unsupported);
}

/// The scheme alone: the rest of a URL may hold a password, which no message shall show.
std::string scheme_of(const std::string& url) {
    const std::size_t end = url.find("://");
    return end == std::string::npos ? std::string() : url.substr(0, end);
}

class TargetReader {
public:
    TargetReader(ValueReader& reader, const YamlNode& key, const Configuration& configuration)
        : reader_(&reader) {
        target_.migrations = configuration.migrations;
        target_.version_table = configuration.version_table;
        target_.version_table_schema = configuration.version_table_schema;
        target_.name = key.text;
        target_.span = key.span;
    }

    Target read(const YamlNode& value, const SharedSettings& defaults) {
        apply(defaults, target_);
        const bool known_shape = value.kind == YamlKind::Map || value.kind == YamlKind::Null;
        reader_->each(value, "target \"" + target_.name + "\"", kTargetKeys,
                      [&](const std::string& key, const YamlNode&, const YamlNode& item) {
                          read_key(key, item);
                      });
        apply(own_, target_);
        if (known_shape) { settle_dialect(); }
        return std::move(target_);
    }

private:
    void read_key(const std::string& key, const YamlNode& value) {
        if (key == "dialect") {
            dialect_given_ = true;
            read_dialect(value);
        } else if (key == "url") {
            dialect_given_ = true;
            read_url(value);
        } else if (key == "version") {
            target_.version = reader_->text_or_null(value, key).value_or("");
            target_.version_span = value.span;
        } else if (key == "output") {
            if (const auto output = reader_->text(value, key)) {
                target_.output = normal_path(*output);
                target_.output_span = value.span;
            }
        } else if (key == "schema") {
            target_.schema = reader_->text_or_null(value, key).value_or("");
        } else if (key == "migrations") {
            target_.migrations = reader_->directories(value, key);
        } else if (key == "version_table") {
            target_.version_table = reader_->identifier(value, key).value_or("");
        } else if (key == "version_table_schema") {
            target_.version_table_schema = reader_->text_or_null(value, key).value_or("");
        } else {
            read_shared(key, value, *reader_, own_);
        }
    }

    void read_dialect(const YamlNode& value) {
        const std::optional<std::string> given = reader_->text(value, "dialect");
        if (!given) { return; }
        const std::vector<std::string_view> known = known_dialects();
        if (std::find(known.begin(), known.end(), *given) == known.end()) {
            reader_->diagnostics()
                .report(diag::UnknownDialect, value.span, *given)
                .help(suggestion(*given, known));
            return;
        }
        target_.dialect = *given;
        dialect_span_ = value.span;
    }

    void read_url(const YamlNode& value) {
        const std::optional<std::string> given = reader_->text(value, "url");
        if (!given) { return; }
        url_dialect_ = dialect_of_url(*given);
        url_span_ = value.span;
        if (!url_dialect_.empty()) { return; }
        reader_->diagnostics()
            .report(diag::UnknownUrlScheme, value.span, scheme_of(*given))
            .help(
                "a URL starts with postgresql:// or sqlite://, with or without a driver "
                "(postgresql+asyncpg://); or name the `dialect`");
    }

    void settle_dialect() {
        Diagnostics& diagnostics = reader_->diagnostics();
        if (!dialect_given_) {
            diagnostics.report(diag::MissingDialect, target_.span, target_.name)
                .help("add `dialect: postgresql`, `dialect: sqlite`, or a `url`");
        } else if (target_.dialect.empty()) {
            target_.dialect = std::string(url_dialect_);
        } else if (!url_dialect_.empty() && url_dialect_ != target_.dialect) {
            diagnostics
                .report(diag::DialectContradiction, dialect_span_, target_.name, target_.dialect,
                        url_dialect_)
                .note(url_span_, "the url stands here");
        }
    }

    ValueReader* reader_;
    Target target_;
    SharedSettings own_;
    bool dialect_given_ = false;
    Span dialect_span_;
    std::string_view url_dialect_;
    Span url_span_;
};

bool is_target_name(std::string_view name) {
    return !name.empty() && name.front() != '.' && name.front() != '-' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '.';
           });
}

void check_outputs(const std::vector<Target>& targets, Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < targets.size(); ++i) {
        for (std::size_t j = 0; j < i && !targets[i].output.empty(); ++j) {
            if (targets[i].output != targets[j].output) { continue; }
            diagnostics
                .report(diag::SharedOutput, targets[i].output_span, targets[i].name,
                        targets[j].name, targets[i].output)
                .note(targets[j].output_span, "first given here");
            break;
        }
    }
}

}  // namespace

std::vector<std::vector<const Target*>> histories(const std::vector<const Target*>& targets) {
    const auto sorted = [](const Target* target) {
        return std::set<std::string>(target->migrations.begin(), target->migrations.end());
    };
    std::vector<std::vector<const Target*>> groups;
    for (const Target* target : targets) {
        const auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
            return sorted(group.front()) == sorted(target);
        });
        if (same != groups.end()) {
            same->push_back(target);
        } else {
            groups.push_back({target});
        }
    }
    return groups;
}

void read_targets(const YamlNode* targets, const YamlNode* defaults, ValueReader& reader,
                  Configuration& configuration) {
    SharedSettings shared;
    if (defaults != nullptr) {
        reader.each(*defaults, "`defaults`", kSharedKeys,
                    [&](const std::string& key, const YamlNode&, const YamlNode& value) {
                        read_shared(key, value, reader, shared);
                    });
    }
    if (targets == nullptr) { return; }
    reader.each(*targets, "`targets`", {},
                [&](const std::string& name, const YamlNode& key, const YamlNode& value) {
                    if (!is_target_name(name)) {
                        reader.wrong_value(key.span, "a target's name", name,
                                           "letters, digits, `_`, `-` and `.`");
                        return;
                    }
                    configuration.targets.push_back(
                        TargetReader(reader, key, configuration).read(value, shared));
                });
    check_outputs(configuration.targets, reader.diagnostics());
}

}  // namespace retort::project
