namespace Telemetry.Reporters;

/// <summary>The outcome of sending datagrams.</summary>
/// <param name="sent">The number of datagrams that were sent and are not known to be refused.</param>
/// <param name="failure">The failure; null for none.</param>
internal readonly struct UdpOutcome(int sent, Exception? failure)
{
    internal int Sent => sent;

    internal Exception? Failure => failure;
}
