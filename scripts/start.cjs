'use strict';
// `npm start`: checks what is needed, builds what is missing, and hands over. In syntax that every Node reads, so that a too old one
// gets a sentence and not a syntax error.
var path = require('path');
var fs = require('fs');
var childProcess = require('child_process');

var root = path.join(__dirname, '..');

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function isOlder(version, minimum) {
  var parts = version.split('.').map(Number);
  for (var i = 0; i < minimum.length; i += 1) {
    if (parts[i] !== minimum[i]) return parts[i] < minimum[i];
  }
  return false;
}

if (isOlder(process.versions.node, [20, 18, 1]))
  fail('Node ' + process.versions.node + ' is too old: npm start needs Node 20.18.1 or newer.');

if (process.platform === 'win32')
  fail('npm start runs on Linux and macOS; on Windows, run it in the Windows Subsystem for Linux.');

var terraform = process.env.TERRAFORM_BINARY_NAME || 'terraform';
var answer = childProcess.spawnSync(terraform, ['version', '-json'], {
  encoding: 'utf8',
  env: Object.assign({}, process.env, { CHECKPOINT_DISABLE: '1' }),
});
if (answer.error)
  fail(
    'terraform was not found on PATH: npm start needs terraform 1.5 or newer (https://developer.hashicorp.com/terraform/install).',
  );
var terraformVersion = /"terraform_version"\s*:\s*"(\d+\.\d+\.\d+)/.exec(answer.stdout);
if (!terraformVersion)
  fail(
    'terraform did not tell its version: "' +
      terraform +
      ' version -json" gave ' +
      JSON.stringify(answer.stdout + answer.stderr) +
      '.',
  );
if (isOlder(terraformVersion[1], [1, 5]))
  fail('terraform ' + terraformVersion[1] + ' is too old: npm start needs terraform 1.5 or newer.');

if (!fs.existsSync(path.join(root, 'node_modules', 'cdktf-cli')))
  fail('The dependencies are not installed: run npm ci first.');

if (!fs.existsSync(path.join(root, 'dist'))) console.log('Building dist');
var build = childProcess.spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs'), '--if-older'], {
  stdio: 'inherit',
});
if (build.status !== 0) fail('The build failed; what it said is above.');

// Node reads import() only where it knows it, hence not in this file.
require('./first-environment/load.cjs');
