using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>The options that are one of a few words.</summary>
internal static class Words
{
    private static readonly Dictionary<string, OtlpProtocol> s_protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HttpProtobuf"] = OtlpProtocol.HttpProtobuf,
        ["http/protobuf"] = OtlpProtocol.HttpProtobuf,
        ["Grpc"] = OtlpProtocol.Grpc,
    };

    private static readonly Dictionary<string, SummaryForm> s_forms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Exponential"] = SummaryForm.Exponential,
        ["base2_exponential_bucket_histogram"] = SummaryForm.Exponential,
        ["Explicit"] = SummaryForm.Explicit,
        ["explicit_bucket_histogram"] = SummaryForm.Explicit,
    };

    /// <param name="word">The word.</param>
    /// <param name="source">The origin of the word, such as the name of a variable.</param>
    /// <exception cref="ReporterException">There is no such protocol.</exception>
    internal static OtlpProtocol Protocol(string word, string source) => s_protocols.TryGetValue(word.Trim(), out OtlpProtocol protocol)
        ? protocol
        : throw Invalid(source, word, "HttpProtobuf or Grpc (in variables, http/protobuf or grpc)");

    /// <param name="word">The word.</param>
    /// <param name="source">The origin of the word, such as the name of a variable.</param>
    /// <exception cref="ReporterException">There is no such form.</exception>
    internal static SummaryForm Form(string word, string source) => s_forms.TryGetValue(word.Trim(), out SummaryForm form)
        ? form
        : throw Invalid(source, word, "Exponential or Explicit");

    internal static ReporterException Invalid(string source, string value, string expected) => new(
        ReporterErrorKind.InvalidOption, $"{source}: '{value}' is not valid. Use {expected}.", value);
}
