namespace Telemetry.Tests.Support;

/// <summary>A receiver of OTLP for a test, until it is disposed.</summary>
internal sealed class OtlpReceiver : OtlpServer
{
    private const string Source = "Install it by 'tools/install-servers'.";

    private OtlpReceiver(string node)
        : base(node)
    {
    }

    /// <summary>Starts a receiver. The test is skipped if what decodes the requests is not installed.</summary>
    internal static async Task<OtlpReceiver> StartAsync(CancellationToken cancellation)
    {
        string node = Tool.Require("node", Source);
        Tool.RequireFile(OtlpDecoder.Package, Source);
        var receiver = new OtlpReceiver(node);
        try
        {
            await receiver.ListenAsync(cancellation);
            return receiver;
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until a condition holds, which is checked after each request. After a minute, the test fails with a list of what
    /// arrived.</summary>
    internal Task WaitForAsync(Func<OtlpReceiver, bool> condition) =>
        WaitForAsync(_ => condition(this), patience: null, TestContext.Current.CancellationToken);
}
