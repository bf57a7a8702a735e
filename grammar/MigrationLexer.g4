// SPDX-License-Identifier: Apache-2.0
// The tokens of the migration language, and their only definition: the compiler's own lexer is a
// table that table_generator makes from this grammar when the project is built.
//
// Letters reach this lexer in lower case (the table and the byte stream fold them), so keywords are
// written once and recognised in any case; what a token says is read from the source. A byte of a
// character outside ASCII reaches it as U+00E9.
lexer grammar MigrationLexer;

// What a mark without its partner becomes, found where the lexer goes on to the partner.
tokens { UNTERMINATED_DOLLAR, UNTERMINATED_COMMENT }

// ---- words that PostgreSQL reserves too: they need quotes to be names ------------------------
K_ALL: 'all'; K_ANALYZE: 'analyze'; K_AND: 'and'; K_ANY: 'any'; K_ARRAY: 'array'; K_AS: 'as';
K_ASC: 'asc'; K_ASYMMETRIC: 'asymmetric'; K_AUTHORIZATION: 'authorization'; K_BOTH: 'both';
K_CASE: 'case'; K_CAST: 'cast'; K_CHECK: 'check'; K_COLLATE: 'collate'; K_COLLATION: 'collation';
K_COLUMN: 'column'; K_CONCURRENTLY: 'concurrently'; K_CONSTRAINT: 'constraint'; K_CREATE: 'create';
K_CURRENT_CATALOG: 'current_catalog'; K_CURRENT_DATE: 'current_date';
K_CURRENT_ROLE: 'current_role'; K_CURRENT_SCHEMA: 'current_schema';
K_CURRENT_TIME: 'current_time'; K_CURRENT_TIMESTAMP: 'current_timestamp';
K_CURRENT_USER: 'current_user'; K_DEFAULT: 'default'; K_DEFERRABLE: 'deferrable'; K_DESC: 'desc';
K_DISTINCT: 'distinct'; K_DO: 'do'; K_ELSE: 'else'; K_END: 'end'; K_FALSE: 'false'; K_FOR: 'for';
K_FOREIGN: 'foreign'; K_FROM: 'from'; K_FULL: 'full'; K_GRANT: 'grant'; K_GROUP: 'group';
K_ILIKE: 'ilike'; K_IN: 'in'; K_INITIALLY: 'initially'; K_INTO: 'into'; K_IS: 'is';
K_ISNULL: 'isnull'; K_LEADING: 'leading'; K_LIKE: 'like'; K_LOCALTIME: 'localtime';
K_LOCALTIMESTAMP: 'localtimestamp'; K_NOT: 'not'; K_NOTNULL: 'notnull'; K_NULL: 'null'; K_ON: 'on';
K_ONLY: 'only'; K_OR: 'or'; K_ORDER: 'order'; K_OVERLAPS: 'overlaps'; K_PLACING: 'placing';
K_PRIMARY: 'primary'; K_REFERENCES: 'references'; K_RETURNING: 'returning'; K_SELECT: 'select';
K_SESSION_USER: 'session_user'; K_SIMILAR: 'similar'; K_SOME: 'some'; K_SYMMETRIC: 'symmetric';
K_TABLE: 'table'; K_THEN: 'then'; K_TO: 'to'; K_TRAILING: 'trailing'; K_TRUE: 'true';
K_UNIQUE: 'unique'; K_USER: 'user'; K_USING: 'using'; K_VARIADIC: 'variadic'; K_WHEN: 'when';
K_WHERE: 'where'; K_WITH: 'with';

// ---- words that are keywords only in their place: the parser's rule `name` takes them --------
K_ACCESS: 'access'; K_ACTION: 'action'; K_ADD: 'add'; K_AFTER: 'after'; K_AGGREGATE: 'aggregate';
K_ALLOW: 'allow'; K_ALTER: 'alter'; K_ALWAYS: 'always'; K_ASSERT: 'assert'; K_AT: 'at';
K_ATTACH: 'attach'; K_ATTRIBUTE: 'attribute'; K_AUTHOR: 'author'; K_AUTO: 'auto';
K_BECAUSE: 'because'; K_BEFORE: 'before'; K_BEGIN: 'begin'; K_BRANCH: 'branch'; K_BY: 'by';
K_CACHE: 'cache'; K_CALL: 'call'; K_CASCADE: 'cascade'; K_CHECKPOINT: 'checkpoint';
K_CLUSTER: 'cluster'; K_COMMENT: 'comment'; K_COMMIT: 'commit'; K_COMPRESSION: 'compression';
K_CONFLICT: 'conflict'; K_CONVERSION: 'conversion'; K_COPY: 'copy'; K_CREATED: 'created';
K_CYCLE: 'cycle'; K_DATA: 'data'; K_DATABASE: 'database'; K_DAY: 'day';
K_DEALLOCATE: 'deallocate'; K_DEFERRED: 'deferred'; K_DELETE: 'delete'; K_DEPENDS: 'depends';
K_DETACH: 'detach'; K_DISABLE: 'disable'; K_DISCARD: 'discard'; K_DOMAIN: 'domain';
K_DOWNGRADE: 'downgrade'; K_DROP: 'drop'; K_ENABLE: 'enable'; K_ENUM: 'enum'; K_ESCAPE: 'escape';
K_EVENT: 'event'; K_EXECUTE: 'execute'; K_EXISTS: 'exists'; K_EXPLAIN: 'explain';
K_EXPRESSION: 'expression'; K_EXTENSION: 'extension'; K_FILE: 'file'; K_FILTER: 'filter';
K_FIRST: 'first'; K_FORCE: 'force'; K_FUNCTION: 'function'; K_GENERATED: 'generated';
K_GLOBAL: 'global'; K_HOUR: 'hour'; K_IDENTITY: 'identity'; K_IMMEDIATE: 'immediate';
K_IMPORT: 'import'; K_INCLUDE: 'include'; K_INCREMENT: 'increment'; K_INDEX: 'index';
K_INHERIT: 'inherit'; K_INHERITS: 'inherits'; K_INSERT: 'insert'; K_IRREVERSIBLE: 'irreversible';
K_KEY: 'key'; K_LANGUAGE: 'language'; K_LARGE: 'large'; K_LAST: 'last'; K_LEVEL: 'level';
K_LISTEN: 'listen'; K_LOAD: 'load'; K_LOCAL: 'local'; K_LOCK: 'lock';
K_LOCK_TIMEOUT: 'lock_timeout'; K_MATCH: 'match'; K_MATERIALIZED: 'materialized';
K_MAXVALUE: 'maxvalue'; K_MERGE: 'merge'; K_MINUTE: 'minute'; K_MINVALUE: 'minvalue';
K_MONTH: 'month'; K_NO: 'no'; K_NOTHING: 'nothing'; K_NOTIFY: 'notify'; K_OF: 'of'; K_OFF: 'off';
K_OIDS: 'oids'; K_OPERATOR: 'operator'; K_OVER: 'over'; K_OVERRIDING: 'overriding';
K_OWNED: 'owned'; K_OWNER: 'owner'; K_PARTIAL: 'partial'; K_PARTITION: 'partition';
K_POLICY: 'policy'; K_PRAGMA: 'pragma'; K_PRECISION: 'precision'; K_PREPARE: 'prepare';
K_PRESERVE: 'preserve'; K_PROCEDURAL: 'procedural'; K_PROCEDURE: 'procedure';
K_PUBLICATION: 'publication'; K_REASSIGN: 'reassign'; K_RECURSIVE: 'recursive';
K_REFRESH: 'refresh'; K_REINDEX: 'reindex'; K_RELEASE: 'release'; K_RENAME: 'rename';
K_REPLACE: 'replace'; K_REPLICA: 'replica'; K_RESET: 'reset'; K_RESTART: 'restart';
K_RESTRICT: 'restrict'; K_REVISES: 'revises'; K_REVISION: 'revision'; K_REVOKE: 'revoke';
K_ROLE: 'role'; K_ROLLBACK: 'rollback'; K_ROUTINE: 'routine'; K_ROW: 'row'; K_ROWID: 'rowid';
K_ROWS: 'rows'; K_RULE: 'rule'; K_SAVEPOINT: 'savepoint'; K_SCHEMA: 'schema'; K_SECOND: 'second';
K_SECURITY: 'security'; K_SEQUENCE: 'sequence'; K_SERVER: 'server'; K_SET: 'set';
K_SIMPLE: 'simple'; K_START: 'start'; K_STATEMENT_TIMEOUT: 'statement_timeout';
K_STATISTICS: 'statistics'; K_STORAGE: 'storage'; K_STORED: 'stored'; K_STRICT: 'strict';
K_SUBSCRIPTION: 'subscription'; K_SYSTEM: 'system'; K_TABLESPACE: 'tablespace';
K_TARGETS: 'targets'; K_TEMP: 'temp'; K_TEMPORARY: 'temporary'; K_TEXT: 'text'; K_TIME: 'time';
K_TRANSACTION: 'transaction'; K_TRANSFORM: 'transform'; K_TRIGGER: 'trigger';
K_TRUNCATE: 'truncate'; K_TRUSTED: 'trusted'; K_TYPE: 'type'; K_UNKNOWN: 'unknown';
K_UNLISTEN: 'unlisten'; K_UNLOGGED: 'unlogged'; K_UPDATE: 'update'; K_UPGRADE: 'upgrade';
K_VACUUM: 'vacuum'; K_VALID: 'valid'; K_VALIDATE: 'validate'; K_VALUE: 'value';
K_VARYING: 'varying'; K_VERSION: 'version'; K_VIEW: 'view'; K_VIRTUAL: 'virtual';
K_WITHIN: 'within'; K_WITHOUT: 'without'; K_YEAR: 'year'; K_ZONE: 'zone';

// ---- words that are keywords only before certain others: elsewhere the token stream hands them
// ---- to the parser as IDENTIFIER (compiler/syntax/soft_words.cpp says before which)
K_BATCHES: 'batches'; K_BY_DIALECT: 'by_dialect'; K_EXCLUDE: 'exclude'; K_IF: 'if';
K_NULLS: 'nulls'; K_RENAMED: 'renamed'; K_REVERSE: 'reverse'; K_VALUES: 'values';

// ---- punctuation and operators ---------------------------------------------------------------
LBRACE: '{'; RBRACE: '}'; LPAREN: '('; RPAREN: ')'; LBRACKET: '['; RBRACKET: ']';
SEMICOLON: ';'; COMMA: ','; DOT: '.'; CAST_MARK: '::'; COLON: ':'; ARROW: '=>';
EQUAL: '='; NOT_EQUAL: '<>' | '!='; LESS: '<'; LESS_EQUAL: '<='; GREATER: '>'; GREATER_EQUAL: '>=';
PLUS: '+'; MINUS: '-'; STAR: '*'; SLASH: '/'; PERCENT: '%'; CARET: '^';
// Any other run of operator characters. None of them ends in `-` or `/` (but `#-`), so that a
// comment may stand right behind an operator and `a=-1` is a comparison.
OPERATOR: ( '-'? OPERATOR_END )+ | '#-' ;
fragment OPERATOR_END: [~!@#%^&|`?<>=*] ;

// ---- literals and names ----------------------------------------------------------------------
INTEGER: [0-9]+ ;
NUMBER: [0-9]+ '.' [0-9]* EXPONENT? | '.' [0-9]+ EXPONENT? | [0-9]+ EXPONENT
      | '0x' [0-9a-f_]+ | [0-9]+ ( '_' [0-9]+ )+ ;
fragment EXPONENT: 'e' [+\-]? [0-9]+ ;
MIXED_WORD: [0-9] [0-9a-z_]* ;           // a revision identifier such as 3f2a9c1b7d04
IDENTIFIER: [a-z_\u0080-\uFFFF] [a-z_0-9$\u0080-\uFFFF]* ;
QUOTED: '"' ( ~["] | '""' )* '"' ;
STRING: '\'' ( ~['] | '\'\'' )* '\'' ;
ESCAPE_STRING: 'e\'' ( ~['\\] | '\'\'' | '\\' . )* '\'' ;
UNICODE_STRING: 'u&\'' ( ~['] | '\'\'' )* '\'' ;
BIT_STRING: [bx] '\'' ~[']* '\'' ;
PARAMETER: '$' [0-9]+ ;
// Only the opening mark; the lexer goes on to the same mark again.
DOLLAR_STRING: '$' ( [a-z_\u0080-\uFFFF] [a-z_0-9\u0080-\uFFFF]* )? '$' ;
META_COMMAND: '\\' ~[\r\n]* ;            // of psql, in a dump

UNTERMINATED_STRING: '\'' ( ~['] | '\'\'' )* | 'e\'' ( ~['\\] | '\'\'' | '\\' . )* '\\'?
                   | 'u&\'' ( ~['] | '\'\'' )* | [bx] '\'' ~[']* ;
UNTERMINATED_NAME: '"' ( ~["] | '""' )* ;

SPACE: [ \t\r\n\f\u000B]+ -> skip ;
LINE_COMMENT: '--' ~[\r\n]* -> skip ;
// Only the opening mark; comments nest, so the lexer counts to the mark that closes it.
BLOCK_COMMENT: '/*' -> skip ;

BAD_CHARACTER: . ;                       // last: the lexer itself never fails
