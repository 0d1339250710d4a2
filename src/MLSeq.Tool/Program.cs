Console.WriteLine("mlseq");
