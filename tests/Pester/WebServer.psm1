# A web server on the loopback address for tests of web calls, on threads of its own: the test calls it from its session. It answers
# by the path of the request and keeps the headers of each.
if (-not ('Telemetry.Tests.WebServer' -as [type])) {
    Add-Type -TypeDefinition @'
using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Telemetry.Tests
{
    public sealed class WebServer : IDisposable
    {
        private readonly HttpListener _listener;
        private readonly ConcurrentDictionary<string, int> _counts = new ConcurrentDictionary<string, int>();
        private readonly ManualResetEventSlim _closing = new ManualResetEventSlim();

        public WebServer()
        {
            // A port that is free now may be taken before the listener has it.
            for (int attempt = 0; ; attempt++)
            {
                Port = FreePort();
                _listener = new HttpListener();
                _listener.Prefixes.Add("http://127.0.0.1:" + Port + "/");
                try
                {
                    _listener.Start();
                    break;
                }
                catch (HttpListenerException) when (attempt < 10)
                {
                }
            }

            Requests = new ConcurrentQueue<WebRequestSeen>();
            new Thread(Accept) { IsBackground = true }.Start();
        }

        public int Port { get; private set; }

        public string Uri { get { return "http://127.0.0.1:" + Port; } }

        public ConcurrentQueue<WebRequestSeen> Requests { get; private set; }

        public static int FreePort()
        {
            var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            try
            {
                return ((IPEndPoint)probe.LocalEndpoint).Port;
            }
            finally
            {
                probe.Stop();
            }
        }

        public void Dispose()
        {
            _closing.Set();
            _listener.Close();
        }

        private void Accept()
        {
            try
            {
                while (true)
                {
                    HttpListenerContext context = _listener.GetContext();
                    ThreadPool.UnsafeQueueUserWorkItem(Answer, context);
                }
            }
            catch (Exception e) when (e is HttpListenerException || e is ObjectDisposedException || e is InvalidOperationException)
            {
            }
        }

        private void Answer(object state)
        {
            var context = (HttpListenerContext)state;
            try
            {
                string path = context.Request.Url.AbsolutePath;
                Requests.Enqueue(new WebRequestSeen(context.Request.HttpMethod, path, context.Request.Headers["traceparent"]));
                int count = _counts.AddOrUpdate(path, 1, (_, before) => before + 1);
                string[] parts = path.Trim('/').Split('/');
                switch (parts[0])
                {
                    case "status":
                        context.Response.StatusCode = int.Parse(parts[1], CultureInfo.InvariantCulture);
                        break;
                    case "redirect":
                        context.Response.Redirect(Uri + "/ok");
                        break;
                    case "flaky":
                        context.Response.StatusCode = count <= int.Parse(parts[1], CultureInfo.InvariantCulture) ? 503 : 200;
                        break;
                    case "wait":
                        _closing.Wait();
                        break;
                }

                byte[] body = Encoding.UTF8.GetBytes("{\"path\":\"" + path + "\"}");
                context.Response.ContentType = "application/json";
                context.Response.OutputStream.Write(body, 0, body.Length);
                context.Response.Close();
            }
            catch (Exception)
            {
                // The client, or this server, has closed the connection.
                context.Response.Abort();
            }
        }
    }

    public sealed class WebRequestSeen
    {
        public WebRequestSeen(string method, string path, string traceParent)
        {
            Method = method;
            Path = path;
            TraceParent = traceParent;
        }

        public string Method { get; private set; }

        public string Path { get; private set; }

        public string TraceParent { get; private set; }
    }
}
'@
}

# Paths: /status/404 answers with that status, /redirect leads to /ok, /flaky/2/<anything> answers 503 twice and then 200, /wait
# answers when the server closes, and all others answer 200.
function Start-WebServer {
    [Telemetry.Tests.WebServer]::new()
}

# A port of the loopback address at which nobody listens.
function Get-FreePort {
    [Telemetry.Tests.WebServer]::FreePort()
}

Export-ModuleMember -Function *
