/** What the desk's address shows as long as tickets are worked on from the command line. */
export const firstPage = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>jishi 及时</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f4f6f8, #14181d); color: light-dark(#1d2733, #e4e9ee); }
  main { max-width: 34rem; margin: 1.5rem; padding: 2rem 2.25rem; border-radius: 14px; background: light-dark(#fff, #1d232b); box-shadow: 0 1px 2px #0002, 0 8px 24px #0001; }
  h1 { margin: 0 0 .25rem; font-size: 1.6rem; letter-spacing: .02em; }
  h1 small { font-size: 1rem; font-weight: 500; opacity: .65; }
  p { margin: .75rem 0; } code { padding: .1em .4em; border-radius: 5px; background: light-dark(#eef2f6, #2a323c); font-size: .92em; overflow-wrap: anywhere; }
  hr { border: 0; border-top: 1px solid light-dark(#e4e9ee, #2e3742); margin: 1.5rem 0; }
</style>
</head>
<body>
<main>
  <h1>及时 <small>jishi</small></h1>
  <p>服务正在运行：来信和传真会被接收、识别、判级、建单，并立即回执。</p>
  <p>坐席网页尚未启用。查看状态：<code>npx jishi status</code>；答复工单：<code>npx jishi answer 单号 --file 答复.txt</code></p>
  <hr>
  <div lang="en">
  <p>The service is running: mails and faxes are taken in, read, judged, filed and acknowledged.</p>
  <p>The web desk is not part of this version. See the state with <code>npx jishi status</code>; answer a ticket with <code>npx jishi answer NUMBER --file answer.txt</code></p>
  </div>
</main>
</body>
</html>
`;
