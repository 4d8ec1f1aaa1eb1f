// Package seal holds the keys and envelopes of Pleach: pure functions from
// bytes and injected randomness to bytes. What follows is a short course; the
// files under testdata/vectors are the specification.
//
// Written with ‖ for "followed by" and H for SHA-256 over a label of its own,
// such as "pleach/1 member" and a zero byte, so that no hash, signature or
// derivation made for one purpose fits another. Messages that are signed, and
// associated data (aad), begin with such a label too; HKDF is with SHA-256, and
// its info is "pleach/1 " and the word shown here.
//
// # An account
//
// Somebody has a password, and a secret key of 128 bits that only their devices
// and recovery kit hold. Both are needed, because a partner may well guess the
// password:
//
//	stretched = Argon2id(NFKC(password), SHA-256(account), 64 MiB, 3 passes, 1 lane)
//	root      = HKDF(stretched ‖ secret, salt: account, "root")
//	login     = Ed25519 key from HKDF(root, "login")    the relay knows the public half
//	kek       = HKDF(root, "kek")                       wraps the master key
//
// Twelve words of the recovery kit give the same two keys in another way. They
// carry 128 bits, which nobody guesses, so nothing is stretched:
//
//	words = BIP39(entropy)
//	login = Ed25519 key from HKDF(entropy ‖ secret, salt: account, "rescue login")
//	kek   = HKDF(entropy ‖ secret, salt: account, "rescue kek")
//
// The master key is random, and wrapped under each of the two. From it come the
// private space and the keys of what a device keeps:
//
//	wrap          = XChaCha20-Poly1305(kek, nonce, master, aad: account ‖ role)
//	private space = HKDF(master, salt: account, "private space")
//	my keys there = HKDF(master, salt: account, "private member")
//	local key     = HKDF(master, "local " ‖ purpose)
//
// A new password makes a new master key. It opens the old ones, and never the
// other way round, and takes the private space over with keys of its own:
//
//	succession = XChaCha20-Poly1305(HKDF(master, salt: account, "succession"), nonce,
//	             private space ‖ earlier master keys, aad: account)
//
// # A space
//
// A person has fresh keys in each space: an HPKE key (ML-KEM-768 with X25519,
// so that what is recorded today stays closed to a quantum computer later), and
// an Ed25519 key. Together they are a member; the member's id is the first half
// of H(both public keys). Devices have Ed25519 keys of their own, and a member
// certifies them.
//
// The key of a space changes: when somebody comes or leaves, when a device is
// shut out, and every month. Each change is a commit, which says who belongs
// from now on and wraps the new key to each:
//
//	commit = version ‖ space ‖ n ‖ H(commit n-1) ‖ author ‖ members ‖ revoked devices
//	         ‖ H(epoch key) ‖ wraps ‖ previous epoch key under the new one, or nothing
//	         ‖ Ed25519 signature of the author
//	wrap i = HPKE(member i, info: space ‖ n ‖ H(commit n-1) ‖ author ‖ H(members)
//	         ‖ H(epoch key) ‖ H(member i))
//
// The author must be a member in commit n-1, may add people, and may remove
// nobody but themself. Everyone holds the epoch key against its hash, so one
// author cannot give two people two keys. Nothing that a server says counts.
//
// # A text
//
// Every text has a key of its own. Erasing that key's wrap erases the text:
//
//	padded     = length (4 bytes) ‖ text ‖ zeros, to 512 bytes, or to Padmé's size above
//	body       = nonce ‖ XChaCha20-Poly1305(content key, nonce, padded, aad: header)
//	commitment = H(content key), in the header
//	wrap       = nonce ‖ XChaCha20-Poly1305(epoch key, nonce, content key, aad)
//
// XChaCha20-Poly1305 does not bind a ciphertext to one key; the commitment does.
// That is also what makes a blind reveal fair: who has published the commitment
// cannot choose another text afterwards.
//
// # Meeting
//
// An invitation carries a 256-bit secret past the server, in a QR code or behind
// the # of a link. Each step is sealed under a key derived from it, with all
// sealed steps before it as associated data:
//
//	inviter: offer     who I am, which space
//	joiner:  answer    who I am, H(my nonce)
//	inviter: approval  my nonce, the commit that lets you in
//	joiner:  reveal    my nonce
//	both:    six words = first 60 bits of H(both nonces ‖ offer ‖ answer ‖ approval)
//
// Somebody who got hold of the link and of the server could stand in the middle.
// They would have to commit to each step before they know the nonce of the
// other side, and so be lucky once in 2^60; the six words tell.
//
// # Randomness
//
// It is always the first argument, except in one place: encapsulating to a
// member uses the machine's own randomness, because ML-KEM takes none from outside.
// NewCommit is therefore not a function of its arguments alone. Keys are:
// members, devices and spaces come back bit for bit from stored bytes.
//
// # Left out on purpose
//
// Storage, transport, time and policy. When to rotate, whom to trust, how long
// an invitation lives and what an unverified member may do are decisions of the
// callers. There is no forward secrecy inside an epoch: people want to read
// their old texts, so whoever takes an unlocked device can too. There is no
// choice of algorithm: version 1 has one suite, and a reader refuses every
// other version. And there has been no external review yet.
package seal
