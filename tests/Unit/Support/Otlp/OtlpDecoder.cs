using System.Diagnostics;
using System.Text.Json;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Tests.Support;

/// <summary>Decodes requests by OpenTelemetry's package for Node.js, in one process, until it is disposed. The process ends with
/// this one, too, because its input is closed then.</summary>
internal sealed class OtlpDecoder : IDisposable
{
    /// <summary>The folder in <c>.tools</c> in which the package is installed.</summary>
    internal const string Folder = "otlp-transformer";

    /// <summary>The file that is used of the package, in <c>.tools</c>.</summary>
    internal static readonly string Package = Path.Combine(
        Folder, "node_modules", "@opentelemetry", "otlp-transformer", "build", "src", "generated", "root.js");

    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Starts the process.</summary>
    /// <param name="node">The path of Node.js.</param>
    internal OtlpDecoder(string node)
    {
        string script = Path.Combine(RepositoryRoot.Path, "tests", "Unit", "Support", "Otlp", "decode.cjs");
        _process = Process.Start(new ProcessStartInfo(node, [script, Path.Combine(RepositoryRoot.Path, ".tools", Folder)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Decodes a request.</summary>
    /// <exception cref="InvalidDataException">The body is not a request of the signal.</exception>
    internal async Task<JsonElement> DecodeAsync(OtlpSignal signal, ReadOnlyMemory<byte> body)
    {
        string line = $"{signal.ToString().ToLowerInvariant()} {Convert.ToBase64String(body.Span)}";
        string? answer;
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
            answer = await _process.StandardOutput.ReadLineAsync();
        }
        finally
        {
            _turn.Release();
        }

        using JsonDocument json = JsonDocument.Parse(answer ?? throw new InvalidOperationException("The decoder has ended."));
        return json.RootElement.TryGetProperty("error", out JsonElement error)
            ? throw new InvalidDataException(error.GetString())
            : json.RootElement.Clone();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _turn.Dispose();
    }
}
