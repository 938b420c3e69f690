import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';

/** A Dovecot that needs nothing of the system's configuration: its own folder, ports, accounts and Maildirs. */
export function dovecotConf(folder: string, ports: { imap: number; imaps: number }): string {
  return `base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
ssl_dh =
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
# Without this, a refused login makes every further one from this machine wait for seconds.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
${accounts()}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/passwd
}
userdb {
  driver = static
  args = home=${folder}/mail/%u
}
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
maildir_very_dirty_syncs = no
namespace inbox {
  inbox = yes
  separator = /
${['Sent', 'Trash', 'Junk', 'Archive'].map(mailbox).join('\n')}
}
service auth {
  unix_listener postfix-auth {
    mode = 0666
  }
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
`;
}

const mailbox = (name: string): string => `  mailbox ${name} {
    auto = create
    special_use = \\${name}
  }`;

/** As root the mails belong to the system's account for mail; else everything runs as ourselves. */
function accounts(): string {
  if (process.getuid?.() === 0) return 'mail_uid = mail\nmail_gid = mail\nfirst_valid_uid = 1';
  const { username } = userInfo();
  const group = execFileSync('id', ['-gn']).toString().trim();
  return `default_internal_user = ${username}
default_login_user = ${username}
default_internal_group = ${group}
service anvil {
  chroot =
}
service imap-login {
  chroot =
}
first_valid_uid = 1
mail_uid = ${username}
mail_gid = ${group}`;
}
