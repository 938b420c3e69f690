/** What the relay is told: where it lives, whose mailboxes it fills, who vouches for users. */
export type PostfixPlan = {
  folder: string;
  /** Maildirs lie in `USER/Maildir/` below it. */
  mails: string;
  authSocket: string;
  ports: { relay: number; submission: number; bounce: number };
  /** Mail address → user. */
  mailboxes: Record<string, string>;
};

/**
 * A Postfix that needs nothing of the system's configuration, asks no DNS and sends nothing off the machine. Mail to
 * bounce.test is accepted and handed to a server that refuses it, so that a bounce comes back.
 */
export function mainCf({ folder, mails, authSocket, ports, mailboxes }: PostfixPlan): string {
  const map = Object.entries(mailboxes).map(([address, user]) => `{${address}=${user}/Maildir/}`);
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = /tmp, /var
myhostname = mx.desk.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtp_dns_support_level = disabled
smtp_host_lookup = native
default_transport = error:5.4.4 no route out of the test relay
transport_maps = inline:{{bounce.test=smtp:[127.0.0.1]:${ports.bounce}}}
virtual_mailbox_domains = desk.test, hospital.test
virtual_mailbox_base = ${mails}
virtual_mailbox_maps = inline:{${map.join(',')}}
virtual_uid_maps = static:8
virtual_gid_maps = static:8
virtual_minimum_uid = 1
message_size_limit = 60000000
virtual_mailbox_limit = 0
mailbox_size_limit = 0
smtpd_tls_cert_file = ${folder}/cert.pem
smtpd_tls_key_file = ${folder}/key.pem
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${authSocket}
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
`;
}

export function masterCf({ ports }: PostfixPlan): string {
  return `127.0.0.1:${ports.relay} inet n - n - - smtpd
127.0.0.1:${ports.submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes
  -o { smtpd_relay_restrictions = permit_sasl_authenticated, reject }
pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
relay     unix  -       -       n       -       -       smtp
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
virtual   unix  -       n       n       -       -       virtual
lmtp      unix  -       -       n       -       -       lmtp
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
`;
}
