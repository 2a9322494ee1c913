namespace Telemetry.Tests.Architecture;

/// <summary>The use of one type by another.</summary>
/// <param name="From">The type that uses the other.</param>
/// <param name="FromFolder">Its folder.</param>
/// <param name="To">The type that is used.</param>
/// <param name="ToFolder">Its folder.</param>
internal sealed record TypeUse(string From, string FromFolder, string To, string ToFolder)
{
    public override string ToString() => $"{FromFolder}/{From} uses {ToFolder}/{To}";
}
