using System.Collections.Concurrent;

namespace Telemetry.Tests.Support;

/// <summary>The answers of an <see cref="OtlpServer"/>, by signal.</summary>
internal sealed class OtlpScript
{
    private readonly ConcurrentDictionary<OtlpSignal, ConcurrentQueue<OtlpAnswer>> _answers = new();

    internal void Set(OtlpSignal signal, OtlpAnswer[] answers) => _answers[signal] = new ConcurrentQueue<OtlpAnswer>(answers);

    /// <summary>Returns the answer to the next request. Calls must not overlap.</summary>
    internal OtlpAnswer Next(OtlpSignal signal)
    {
        if (!_answers.TryGetValue(signal, out ConcurrentQueue<OtlpAnswer>? answers) || !answers.TryPeek(out OtlpAnswer? answer))
        {
            return OtlpAnswer.Ok;
        }

        if (answers.Count > 1)
        {
            answers.TryDequeue(out _);
        }

        return answer;
    }
}
