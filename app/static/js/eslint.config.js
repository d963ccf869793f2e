import importX from "eslint-plugin-import-x";
import globals from "globals";

const LITERAL = "a text is a literal in its call of t(), where the catalogue finds it; fill others with filled()";

const ROOT = "app/static/js";
const FOLDERS = ["core", "values", "words", "drawing", "layers", "events", "keys", "views"];

/** What each folder may import besides itself: the README's table. */
const FLOORS = {
  core: [],
  values: ["core"],
  words: ["core", "values"],
  drawing: ["core", "words"],
  layers: ["core", "values", "words", "drawing", "state.js"],
  events: ["core", "values", "words"],
  keys: ["core"],
  views: [...FOLDERS.slice(0, -3), "state.js", "addresses.js", "copy.js"],
};
const zones = Object.entries(FLOORS).map(([folder, below]) => ({
  target: `./${ROOT}/${folder}`,
  from: `./${ROOT}`,
  except: [folder, ...below].map((name) => `./${name}`),
}));
zones.push({
  target: ["state", "addresses", "copy", "making", "picking"].map((name) => `./${ROOT}/${name}.js`),
  from: FOLDERS.slice(1).map((name) => `./${ROOT}/${name}`),
});

export default [
  { ignores: ["**/node_modules/**", "**/*.d.ts"] },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { "import-x": importX },
    rules: {
      "eqeqeq": ["error", "always", { null: "ignore" }],
      "import-x/first": "error",
      "import-x/named": "error",
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      "import-x/no-default-export": "error",
      "import-x/no-duplicates": "error",
      "import-x/no-mutable-exports": "error",
      "import-x/no-restricted-paths": ["error", { zones }],
      "import-x/no-self-import": "error",
      "import-x/no-unresolved": "error",
      "max-len": ["error", { code: 120, ignoreUrls: false }],
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", { max: 40, skipComments: true }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-shadow": "error",
      "no-undef": "error",
      "no-unused-vars": "error",
      "no-var": "error",
      "one-var": ["error", "never"],
      "prefer-const": "error",
      "prefer-template": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.name='t']:not([arguments.0.type=/^(Literal|BinaryExpression)$/])",
          message: LITERAL,
        },
        {
          selector: "CallExpression[callee.name='t'] > BinaryExpression.arguments:first-child :not(Literal)",
          message: LITERAL,
        },
      ],
    },
  },
  { files: ["app/static/js/**/*.js"], languageOptions: { globals: { ...globals.browser, L: "readonly" } } },
  { files: ["**/eslint.config.js"], rules: { "import-x/no-default-export": "off", "import-x/no-unresolved": "off" } },
  { files: ["tests/js/**"], languageOptions: { globals: globals.node }, rules: { "max-lines-per-function": "off" } },
];
