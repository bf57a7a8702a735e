// SPDX-License-Identifier: Apache-2.0
// node pg_dump.cjs TOOLS HOST USER DATABASE [ARGUMENT…]: prints what pg_dump of the folder TOOLS (a
// package of @electric-sql/pglite-tools, which holds one compiled to WebAssembly) says of a database
// behind the Unix socket in the folder HOST.
//
// That pg_dump speaks PostgreSQL's protocol with a function that it calls and that must return the
// answer (https://www.postgresql.org/docs/current/protocol.html). So a second thread holds the
// connection, and this one waits for it.
'use strict'
const net = require('node:net')
const path = require('node:path')
const threads = require('node:worker_threads')

const kSslRequest = 80877103
const kGssRequest = 80877104
const kProtocol = 196608

/// The connection: takes what to send, posts what comes back up to the next `ready for query`.
function connect({ socket, flag, port }) {
    const server = net.connect(socket)
    let parts = []
    const answer = (bytes, state = 1) => {
        port.postMessage(bytes)
        Atomics.store(flag, 0, state)
        Atomics.notify(flag, 0)
    }
    const isComplete = (bytes) => {
        let at = 0
        let last = 0
        while (at + 5 <= bytes.length) {
            last = bytes[at]
            at += 1 + bytes.readUInt32BE(at + 1)
        }
        return at === bytes.length && last === 'Z'.charCodeAt(0)
    }
    server.on('data', (bytes) => {
        parts.push(bytes)
        const all = Buffer.concat(parts)
        parts = [all]
        if (!isComplete(all)) return
        parts = []
        answer(all)
    })
    // What was said before the end (an error, when the connection was refused) is still an answer.
    server.on('close', () => answer(Buffer.concat(parts)))
    server.on('error', (error) => answer(String(error), 2))
    threads.parentPort.on('message', (bytes) => {
        if (bytes === null) return server.end()
        server.write(bytes)
    })
}

function startup(user, database) {
    const words = Buffer.from(`user\0${user}\0database\0${database}\0\0`)
    const head = Buffer.alloc(8)
    head.writeUInt32BE(8 + words.length, 0)
    head.writeUInt32BE(kProtocol, 4)
    return Buffer.concat([head, words])
}

async function dump([tools, host, user, database, ...args]) {
    // Before node 20 it is no global.
    globalThis.File ??= require('node:buffer').File
    const { pgDump } = require(path.resolve(tools, 'dist', 'pg_dump.cjs'))
    const flag = new Int32Array(new SharedArrayBuffer(4))
    const { port1, port2 } = new threads.MessageChannel()
    const connection = new threads.Worker(__filename, {
        workerData: { socket: path.join(host, '.s.PGSQL.5432'), flag, port: port2 },
        transferList: [port2],
    })
    const ask = (bytes) => {
        Atomics.store(flag, 0, 0)
        connection.postMessage(bytes)
        Atomics.wait(flag, 0, 0)
        const answered = threads.receiveMessageOnPort(port1).message
        if (Atomics.load(flag, 0) === 2) throw new Error(answered)
        return answered
    }
    let started = false
    let pending = Buffer.alloc(0)
    const pg = {
        query: async () => ({ rows: [{ search_path: 'public' }] }),
        exec: async () => {},
        execProtocolRawStream: (bytes, { onRawData }) => {
            pending = Buffer.concat([pending, Buffer.from(bytes)])
            if (!started) {
                const code = pending.readUInt32BE(4)
                pending = Buffer.alloc(0)
                if (code === kSslRequest || code === kGssRequest) return onRawData(Buffer.from('N'))
                started = true
                return onRawData(ask(startup(user, database)))
            }
            let at = 0
            while (at + 5 <= pending.length) at += 1 + pending.readUInt32BE(at + 1)
            if (at !== pending.length) return
            const whole = pending
            pending = Buffer.alloc(0)
            if (whole[0] === 'X'.charCodeAt(0)) return
            onRawData(ask(whole))
        },
    }
    const file = await pgDump({ pg, args })
    process.stdout.write(await file.text())
    connection.postMessage(null)
    await connection.terminate()
    port1.close()
}

if (threads.isMainThread) {
    dump(process.argv.slice(2)).catch((error) => {
        console.error(`pg_dump: ${error.message}`)
        process.exit(1)  // whatever the other thread waits for
    })
} else {
    connect(threads.workerData)
}
