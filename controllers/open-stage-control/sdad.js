// Made by controllers/generate.py. Open Stage Control loads this beside the session:
//   open-stage-control --osc-port 9204 --load sdad.json --custom-module sdad.js
// It asks sdad, again and again, to say how everything stands: so a restarted sdad is found, too.

function subscribe() {
    send('127.0.0.1', 9109, '/sdad/subscribe', {type: 'i', value: 9204})
    send('127.0.0.1', 9109, '/sdad/model/list')
    send('127.0.0.1', 9109, '/sdad/preset/list')
}

module.exports = {
    init: function() {
        subscribe()
        setInterval(subscribe, 5000)
    }
}
