# The committed schema is one (draft-07), accepts every shipped scenario, and refuses wrong ones; with python3-jsonschema.
root=$G_TEST_SRCDIR/..
if ! python3 -c 'import jsonschema' 2>/dev/null; then
  echo '1..0 # SKIP python3-jsonschema is not installed'
  exit 0
fi
exec python3 - "$root" <<'PYTHON'
import glob, json, os, sys

import jsonschema

root = sys.argv[1]
results = []

def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)

schema = read(os.path.join(root, "lockstep.schema.json"))
try:
    jsonschema.Draft7Validator.check_schema(schema)
    results.append((True, "the schema is one of draft-07"))
except jsonschema.SchemaError as error:
    results.append((False, "the schema is one of draft-07: " + error.message))
validator = jsonschema.Draft7Validator(schema)
for path in sorted(glob.glob(os.path.join(root, "scenarios", "**", "*.json"), recursive=True)):
    mistakes = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(read(path))]
    results.append((not mistakes, " ".join([os.path.relpath(path, root), *mistakes])))
# Mistakes that no program is needed for: types, ranges, words, units, unknown keys.
for number in (19, 22, 23, 24, 25, 28, 29, 30, 31, 35, 36, 39, 42, 43, 44, 45, 46, 49, 50, 54, 66, 130):
    path = glob.glob(os.path.join(root, "tests", "data", "wrong", f"{number:03}-*.json"))[0]
    results.append((not validator.is_valid(read(path)), "refused: " + os.path.basename(path)))
print(f"1..{len(results)}")
for index, (ok, name) in enumerate(results, 1):
    print("ok" if ok else "not ok", index, "-", name)
PYTHON
