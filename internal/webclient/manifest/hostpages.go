package manifest

// HostPages are the addresses at which a host may have pages of its own beside
// the web client. The service worker leaves them to the network; any other
// address would be answered with the client, in a browser that has been there
// before.
var HostPages = []string{"/demo", "/demo.css"}
