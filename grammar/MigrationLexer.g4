// SPDX-License-Identifier: Apache-2.0
// The tokens of the migration language, and their only definition: the build flattens this grammar
// into a table (see make_lexer_table.cpp). Letters are written in lower case; the table takes upper
// case ASCII letters for them everywhere, which is harmless where a text is only copied.
lexer grammar MigrationLexer;

// Made by the scanner, which looks at a statement before the parser does: a body or a whole statement
// that is kept as text, a sub-select, `in` before `batches` and in `position(a in b)`, and what never
// ends.
tokens { SQL_TEXT, SQL_STATEMENT, QUERY, IN_BATCHES, POSITION_IN, UNTERMINATED_COMMENT, UNTERMINATED_DOLLAR }

// ---- words that the parser knows; the parser says which of them may also be names -------------
KW_ACTION: 'action'; KW_ADD: 'add'; KW_AFTER: 'after'; KW_ALL: 'all'; KW_ALLOW: 'allow';
KW_ALTER: 'alter'; KW_ALWAYS: 'always'; KW_AND: 'and'; KW_ANY: 'any'; KW_ARRAY: 'array';
KW_AS: 'as'; KW_ASC: 'asc'; KW_ASSERT: 'assert'; KW_AT: 'at'; KW_AUTHOR: 'author'; KW_AUTO: 'auto';
KW_BATCHES: 'batches'; KW_BECAUSE: 'because'; KW_BEFORE: 'before'; KW_BETWEEN: 'between';
KW_BIT: 'bit'; KW_BOTH: 'both'; KW_BRANCH: 'branch'; KW_BY: 'by'; KW_BY_DIALECT: 'by_dialect';
KW_CACHE: 'cache'; KW_CASCADE: 'cascade'; KW_CASE: 'case'; KW_CAST: 'cast'; KW_CHAR: 'char';
KW_CHARACTER: 'character'; KW_CHECK: 'check'; KW_COLLATE: 'collate'; KW_COLUMN: 'column';
KW_COMMENT: 'comment'; KW_COMMIT: 'commit'; KW_CONCURRENTLY: 'concurrently';
KW_CONFLICT: 'conflict'; KW_CONSTRAINT: 'constraint'; KW_CREATE: 'create'; KW_CREATED: 'created';
KW_CYCLE: 'cycle'; KW_DATA: 'data'; KW_DAY: 'day'; KW_DEFAULT: 'default';
KW_DEFERRABLE: 'deferrable'; KW_DEFERRED: 'deferred'; KW_DELETE: 'delete'; KW_DEPENDS: 'depends';
KW_DESC: 'desc'; KW_DISABLE: 'disable'; KW_DISTINCT: 'distinct'; KW_DO: 'do'; KW_DOMAIN: 'domain';
KW_DOUBLE: 'double'; KW_DOWNGRADE: 'downgrade'; KW_DROP: 'drop'; KW_ELSE: 'else';
KW_ENABLE: 'enable'; KW_END: 'end'; KW_ENFORCED: 'enforced'; KW_ENUM: 'enum'; KW_ESCAPE: 'escape'; KW_EXCLUDE: 'exclude';
KW_EXECUTE: 'execute'; KW_EXISTS: 'exists'; KW_EXPRESSION: 'expression'; KW_EXTENSION: 'extension';
KW_FALSE: 'false'; KW_FILE: 'file'; KW_FIRST: 'first'; KW_FOR: 'for'; KW_FORCE: 'force';
KW_FOREIGN: 'foreign'; KW_FROM: 'from'; KW_FULL: 'full'; KW_FUNCTION: 'function';
KW_GENERATED: 'generated'; KW_GRANT: 'grant'; KW_HOUR: 'hour'; KW_IDENTITY: 'identity'; KW_IF: 'if';
KW_ILIKE: 'ilike'; KW_IMMEDIATE: 'immediate'; KW_IN: 'in'; KW_INCLUDE: 'include';
KW_INCREMENT: 'increment'; KW_INDEX: 'index'; KW_INHERIT: 'inherit'; KW_INHERITS: 'inherits';
KW_INITIALLY: 'initially'; KW_INSERT: 'insert'; KW_INTERVAL: 'interval'; KW_INTO: 'into';
KW_IRREVERSIBLE: 'irreversible'; KW_IS: 'is'; KW_ISNULL: 'isnull'; KW_KEY: 'key'; KW_LAST: 'last';
KW_LEADING: 'leading'; KW_LEVEL: 'level'; KW_LIKE: 'like'; KW_LOCK_TIMEOUT: 'lock_timeout';
KW_MATCH: 'match'; KW_MATERIALIZED: 'materialized'; KW_MAXVALUE: 'maxvalue'; KW_MINUTE: 'minute';
KW_MINVALUE: 'minvalue'; KW_MONTH: 'month'; KW_NO: 'no'; KW_NONE: 'none'; KW_NOT: 'not';
KW_NOTHING: 'nothing'; KW_NOTNULL: 'notnull'; KW_NULL: 'null'; KW_NULLS: 'nulls'; KW_OF: 'of';
KW_OFF: 'off'; KW_ON: 'on'; KW_ONLY: 'only'; KW_OR: 'or'; KW_OWNED: 'owned'; KW_PARTIAL: 'partial';
KW_PARTITION: 'partition'; KW_PLACING: 'placing'; KW_POLICY: 'policy'; KW_PRECISION: 'precision';
KW_PRESERVE: 'preserve'; KW_PRIMARY: 'primary'; KW_PROCEDURE: 'procedure';
KW_REFERENCES: 'references'; KW_RENAME: 'rename'; KW_RENAMED: 'renamed'; KW_REPLACE: 'replace';
KW_RESTART: 'restart'; KW_RESTRICT: 'restrict'; KW_REVERSE: 'reverse'; KW_REVISES: 'revises';
KW_REVISION: 'revision'; KW_REVOKE: 'revoke'; KW_ROW: 'row'; KW_ROWID: 'rowid'; KW_ROWS: 'rows';
KW_SCHEMA: 'schema'; KW_SECOND: 'second'; KW_SECURITY: 'security'; KW_SEQUENCE: 'sequence';
KW_SET: 'set'; KW_SIMILAR: 'similar'; KW_SIMPLE: 'simple'; KW_SOME: 'some'; KW_START: 'start';
KW_STATEMENT_TIMEOUT: 'statement_timeout'; KW_STATISTICS: 'statistics'; KW_STORED: 'stored';
KW_STRICT: 'strict'; KW_SYMMETRIC: 'symmetric'; KW_TABLE: 'table'; KW_TABLESPACE: 'tablespace';
KW_TARGETS: 'targets';
KW_TEMP: 'temp'; KW_TEMPORARY: 'temporary'; KW_THEN: 'then'; KW_TIME: 'time';
KW_TIMESTAMP: 'timestamp'; KW_TO: 'to'; KW_TRAILING: 'trailing'; KW_TRANSACTION: 'transaction';
KW_TRIGGER: 'trigger'; KW_TRUE: 'true'; KW_TYPE: 'type'; KW_UNIQUE: 'unique'; KW_UNKNOWN: 'unknown';
KW_UNLOGGED: 'unlogged'; KW_UPDATE: 'update'; KW_UPGRADE: 'upgrade'; KW_USING: 'using';
KW_VALID: 'valid'; KW_VALIDATE: 'validate'; KW_VALUE: 'value'; KW_VALUES: 'values';
KW_VARYING: 'varying'; KW_VERSION: 'version'; KW_VIEW: 'view'; KW_VIRTUAL: 'virtual';
KW_WHEN: 'when'; KW_WHERE: 'where'; KW_WITH: 'with'; KW_WITHOUT: 'without'; KW_YEAR: 'year';
KW_ZONE: 'zone';
// Words that stand for a value (PostgreSQL's manual, 9.9.5 and 9.26).
VALUE_WORD: 'current_catalog' | 'current_date' | 'current_role' | 'current_schema' | 'current_time'
          | 'current_timestamp' | 'current_user' | 'localtime' | 'localtimestamp' | 'session_user'
          | 'system_user' | 'user' ;

// ---- punctuation and operators -----------------------------------------------------------------
LBRACE: '{'; RBRACE: '}'; LPAREN: '('; RPAREN: ')'; LBRACKET: '['; RBRACKET: ']';
COMMA: ','; SEMICOLON: ';'; DOT: '.'; DOUBLE_COLON: '::'; COLON: ':';
ARROW: '=>'; EQ: '='; NE: '<>' | '!='; LE: '<='; GE: '>='; LT: '<'; GT: '>';
PLUS: '+'; MINUS: '-'; STAR: '*'; SLASH: '/'; PERCENT: '%'; CARET: '^';

// ---- white space and comments; comments nest, so only their start is a token here --------------
SPACE: [ \t\r\n\f]+ -> skip ;
LINE_COMMENT: '--' ~[\r\n]* -> skip ;
COMMENT_START: '/*' ;

// Any other run of operator characters. One that ends in + or - needs one of ~!@#%^&|`? in it
// (PostgreSQL's manual, 4.1.3), so that `a=-1` is two operators.
OPERATOR
    : [+\-*/<>=]* [~!@#%^&|`?] [+\-*/<>=~!@#%^&|`?]*
    | [+\-*/<>=]+ [*/<>=] ;

// ---- literals and names ------------------------------------------------------------------------
INTEGER: [0-9]+ ;
DECIMAL: ( [0-9]+ '.' [0-9]* | '.' [0-9]+ ) EXPONENT? | [0-9]+ EXPONENT ;
fragment EXPONENT: 'e' [+\-]? [0-9]+ ;
DIGIT_WORD: [0-9] [0-9a-z_]* ;              // a revision identifier that starts with a digit
IDENTIFIER: [a-z_\u0080-\uFFFF] [a-z0-9_$\u0080-\uFFFF]* ;
QUOTED_IDENTIFIER: '"' ( ~["] | '""' )* '"' ;
STRING: '\'' ( ~['] | '\'\'' )* '\'' ;
ESCAPE_STRING: 'e\'' ( ~['\\] | '\'\'' | '\\' . )* '\'' ;
BIT_STRING: [bx] '\'' ~[']* '\'' ;
DOLLAR_QUOTE: '$' ( [a-z_\u0080-\uFFFF] [a-z0-9_\u0080-\uFFFF]* )? '$' ;  // only its start
PARAMETER: '$' [0-9]+ ;

// ---- what cannot be right: one token each, so that the lexer itself never fails -----------------
UNTERMINATED_STRING: '\'' ( ~['] | '\'\'' )* | 'e\'' ( ~['\\] | '\'\'' | '\\' . )* '\\'? ;
UNTERMINATED_NAME: '"' ( ~["] | '""' )* ;
BAD: . ;
