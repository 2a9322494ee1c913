namespace Telemetry.Extensions;

/// <summary>A part of the template of a message.</summary>
/// <param name="Text">The literal text, or the key of a placeholder.</param>
/// <param name="IsKey">Whether the part is a placeholder.</param>
/// <param name="Alignment">The least number of characters, negative for text at the left; zero for no alignment.</param>
/// <param name="Format">The format; null for none.</param>
internal sealed record MessagePart(string Text, bool IsKey = false, int Alignment = 0, string? Format = null);
