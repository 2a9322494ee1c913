using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>The settings of the receiver of a signal: parameters first, then the variables of the signal, then those of all signals, then
/// defaults.</summary>
internal static class DestinationSettings
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    /// <exception cref="ReporterException">A parameter or a variable is not valid.</exception>
    internal static Destination Of(Signal signal, OtlpParameters parameters, OtlpEnvironment environment)
    {
        (string Name, string Value)? word = environment.ForSignal(signal, "PROTOCOL");
        OtlpProtocol protocol = parameters.Protocol is { } given ? Words.Protocol(given, "-Protocol")
            : word is { } found ? Words.Protocol(found.Value, found.Name)
            : OtlpProtocol.HttpProtobuf;
        return new Destination
        {
            Address = AddressOf(signal, protocol, parameters, environment),
            IsGrpc = protocol == OtlpProtocol.Grpc,
            Headers = parameters.Header is { } table ? HeaderList.Read(table)
                : environment.ForSignal(signal, "HEADERS") is { } headers ? HeaderList.Read(headers.Value, headers.Name)
                : [],
            Timeout = TimeoutOf(signal, parameters, environment),
            IsCompressed = IsCompressed(signal, environment),
            Certificates = CertificatesOf(signal, environment),
        };
    }

    private static Uri AddressOf(Signal signal, OtlpProtocol protocol, OtlpParameters parameters, OtlpEnvironment environment)
    {
        if (parameters.Endpoint is { } endpoint)
        {
            return SignalAddress.Of(signal, protocol, endpoint, "-Endpoint");
        }

        // The one of a signal is used as it is, unlike the one of all.
        if (protocol == OtlpProtocol.HttpProtobuf && environment.ForSignalAlone(signal, "ENDPOINT") is { } own)
        {
            return SignalAddress.Whole(own, OtlpEnvironment.NameOf(signal, "ENDPOINT"));
        }

        return environment.ForSignal(signal, "ENDPOINT") is { } shared
            ? SignalAddress.Of(signal, protocol, shared.Value, shared.Name)
            : SignalAddress.Of(signal, protocol, endpoint: null, "the default address");
    }

    private static TimeSpan TimeoutOf(Signal signal, OtlpParameters parameters, OtlpEnvironment environment)
    {
        if (parameters.Timeout is { } given)
        {
            return given >= s_shortest && given <= s_longest
                ? given
                : throw new ReporterException(
                    ReporterErrorKind.InvalidOption,
                    $"The timeout is {given}. Use 100 milliseconds or more, and at most 10 minutes.",
                    given);
        }

        TimeSpan? found = environment.ForSignal(signal, "TIMEOUT") is { } variable
            ? environment.Time(variable.Name, s_shortest, s_longest)
            : null;
        return found ?? TimeSpan.FromSeconds(3);
    }

    private static bool IsCompressed(Signal signal, OtlpEnvironment environment) =>
        environment.ForSignal(signal, "COMPRESSION") is { } found
        && found.Value.ToUpperInvariant() switch
        {
            "GZIP" => true,
            "NONE" => false,
            _ => throw Words.Invalid(found.Name, found.Value, "gzip or none"),
        };

    private static CertificateFiles CertificatesOf(Signal signal, OtlpEnvironment environment) => new(
        environment.ForSignal(signal, "CERTIFICATE")?.Value,
        environment.ForSignal(signal, "CLIENT_CERTIFICATE")?.Value,
        environment.ForSignal(signal, "CLIENT_KEY")?.Value);
}
