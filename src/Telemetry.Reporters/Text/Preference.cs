namespace Telemetry.Reporters;

/// <summary>The weight of a media type for a client, by the most specific range that matches it, and the place of that range.
/// The default value is that of a type that the client does not accept.</summary>
internal readonly record struct Preference(double Weight, int Specificity, int Order)
{
    internal Preference OrMoreSpecific(int specificity, double weight, int order) =>
        specificity > Specificity ? new(weight, specificity, order) : this;

    internal bool IsPreferredTo(Preference other)
    {
        if (Weight == 0 || Weight != other.Weight)
        {
            return Weight > other.Weight;
        }

        // A type that is named beside */* is the one that the client knows.
        bool isNamed = Specificity >= 3;
        return isNamed != other.Specificity >= 3 ? isNamed : isNamed && Order < other.Order;
    }
}
