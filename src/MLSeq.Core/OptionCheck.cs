namespace MLSeq;

internal static class OptionCheck
{
    /// <exception cref="ArgumentException">The condition does not hold; names the option, what was found and what is expected.</exception>
    public static void Require(bool condition, string name, object value, string expected)
    {
        if (!condition)
        {
            throw new ArgumentException($"{name} is {value}; expected {expected}.");
        }
    }
}
